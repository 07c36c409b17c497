"""The postings that the sandbox serves: generated from a seed, or replayed from a file."""

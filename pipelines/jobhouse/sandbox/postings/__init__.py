"""The postings that the stand-in serves: made up from a seed, or replayed from a file."""

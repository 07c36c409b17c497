"""jobhouse: six years of job postings in your own warehouse, ready for SQL."""

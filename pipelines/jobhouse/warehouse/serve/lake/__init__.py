"""A lake: the warehouse as Parquet files in a folder or a bucket, which other engines read."""

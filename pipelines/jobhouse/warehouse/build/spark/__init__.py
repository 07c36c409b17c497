"""The models on Spark: what DuckDB's dialect means there."""

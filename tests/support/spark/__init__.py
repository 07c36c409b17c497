"""The models in Spark, to compare their rows with DuckDB's: what DuckDB's SQL means there, and a session."""

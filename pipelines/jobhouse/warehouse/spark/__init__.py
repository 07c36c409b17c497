"""The models built by Spark over a lake: what DuckDB's SQL means there, a session, and a runner of its own."""

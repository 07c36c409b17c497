"""The DuckDB side: loads packages, shows the ledger, builds and publishes. Knows nothing of HTTP."""

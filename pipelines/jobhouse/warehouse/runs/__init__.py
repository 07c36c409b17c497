"""What a command does from its first request to its last record: backfill, nightly, repair."""

"""What a backfill will cost."""

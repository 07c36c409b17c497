"""The ledger read back: coverage, credits, and how runs ended."""

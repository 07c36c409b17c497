"""The ledger held against what is stored: verdicts on windows, and rows that were altered."""

"""The ledger held against what is stored: verdicts on windows, and repair."""

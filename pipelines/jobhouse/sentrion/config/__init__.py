"""What the API takes and gives, and what the user sets: contract, searches and settings."""

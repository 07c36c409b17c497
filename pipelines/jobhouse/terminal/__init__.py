"""What a person sees in the terminal: progress, status, tables and the SQL prompt."""

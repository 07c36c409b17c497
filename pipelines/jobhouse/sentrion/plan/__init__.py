"""Which days are to be read: date windows, what is missing of them, and what is read again."""

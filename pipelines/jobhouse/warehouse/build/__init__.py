"""Building the SQL models into marts."""

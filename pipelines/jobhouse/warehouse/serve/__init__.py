"""Reading the warehouse: ad-hoc SQL, and a published copy."""

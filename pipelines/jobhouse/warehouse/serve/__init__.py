"""Reading the warehouse: ad-hoc SQL, a published copy, and a lake."""

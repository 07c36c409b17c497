"""Small questions to the API about what its documentation leaves open, and what was found out."""

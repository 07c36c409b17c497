"""A local stand-in of the Sentrion historical jobs API, with a switch for each open question."""

"""The chapters of the report: each asks the facts and draws its figures."""

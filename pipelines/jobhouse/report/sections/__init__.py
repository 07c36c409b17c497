"""The sections of the report: each runs its queries and draws its figures."""

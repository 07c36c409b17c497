"""What a person sees: progress while reading, and the state of the warehouse afterwards."""

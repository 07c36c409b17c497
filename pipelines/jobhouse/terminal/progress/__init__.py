"""The progress of a run on stderr: what is computed, how the calendar is drawn, and who shows it when."""

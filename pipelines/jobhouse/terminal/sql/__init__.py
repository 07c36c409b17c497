"""What `jobhouse sql` shows: results, dot commands, completion, and the prompt."""

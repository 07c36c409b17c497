"""What `jobhouse sql` shows and answers: results, dot commands, completion, and the prompt."""

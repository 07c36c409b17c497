"""What is known while and after reading: checkpoint, run, progress and credits."""

"""Loading: the pipeline into the warehouse file, the loop that reads and loads, and recovery after a kill."""

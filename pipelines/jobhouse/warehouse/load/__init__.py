"""Loading: the pipeline into the warehouse file, recovery after a kill, backfill and nightly run."""

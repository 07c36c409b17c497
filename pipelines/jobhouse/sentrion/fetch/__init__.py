"""One page over HTTP: the rate limiter, retries, and what an answer says."""

"""The sandbox as an HTTP API: requests, pages, cursors, limits, and faults on demand."""

"""From windows to rows: the crawl over many windows, what a page means, and its rows in Arrow."""

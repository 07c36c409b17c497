"""The notebook for the published marts, and the server that opens it in a browser."""

"""One file for each command, named after it; `jobhouse.cli.main` puts them together."""

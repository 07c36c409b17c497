"""The commands by what they are for; `jobhouse.cli.main` puts them together."""

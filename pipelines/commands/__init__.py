"""The commands by what they are for; `pipelines.cli` puts them together."""

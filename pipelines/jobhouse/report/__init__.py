"""The HTML report on the marts: queries, figures and charts, and the templates that draw them."""

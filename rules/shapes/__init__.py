"""Documents of another shape brought into the usual one: lists of projects, one cell a line."""

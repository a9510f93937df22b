"""Two sides beside each other, and the years in a row."""

"""What the family profiles are worth, and how well a form of an unknown family is still read."""

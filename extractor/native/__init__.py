"""The compiled loops, their one loader and their one switch; everything works without them."""

"""How fast rows get into a warehouse, and what a kill in the middle leaves."""

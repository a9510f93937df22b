"""Questions to a warehouse, and their answers to look at or to hand on."""

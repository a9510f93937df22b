"""Whether a form gives the same record from every container, and what is read of its pictures."""

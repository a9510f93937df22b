"""Committed sample documents, the specifications they are made from, and what is true of them."""

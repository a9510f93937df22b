"""Readers: bytes to page or table records, one module per format."""

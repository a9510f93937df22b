"""The indicator tables: their columns, rows, levels and names."""

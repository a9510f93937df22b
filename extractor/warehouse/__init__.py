"""Rows in a database: DuckDB in a file, or PostgreSQL; the same tables, keys and views in both."""

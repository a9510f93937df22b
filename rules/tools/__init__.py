"""Tools for those who write rules: list, check, explain, count, draft. Pure functions; the command line prints them."""

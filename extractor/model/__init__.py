"""Frozen records and the output contract; imports nothing else of ours."""

"""Rule files as data: YAML with places, problems, patterns, and the cache of what was parsed."""

"""Second opinions: other table finders behind the same records, the choice between them, and their comparison."""

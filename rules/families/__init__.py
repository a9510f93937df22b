"""Form families as data: what each requires, and which one a form belongs to."""

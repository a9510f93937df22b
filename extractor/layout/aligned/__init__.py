"""Text and pages without rulings to tables: tabs, pipes, columns kept apart by blanks, one cell a line."""

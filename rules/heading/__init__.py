"""What is printed above the indicators: fields, funding, goals, execution, tasks."""

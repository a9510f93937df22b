"""What stands above the indicators: fields, funding, goals, execution, tasks."""

"""Records in: from files to rows, one transaction a load."""

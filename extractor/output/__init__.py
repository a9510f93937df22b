"""Records out: JSON, CSV and XLSX files."""

"""The report of an output folder: one HTML file that needs no network."""

"""Accuracy of the judged levels on flattened tables with rising damage, against plain carry-down of printed labels."""

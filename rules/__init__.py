"""Rules: form region to Form. Pure functions and editable data."""

"""Readers side by side on tables of public documents, which users fetch themselves."""

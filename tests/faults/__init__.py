"""Runs whose calls into the system fail one by one, and runs that are killed."""

"""Reads the bytes of a CSV file into records with physical line numbers."""

"""Writes the first screen and the list of figures as a mail."""

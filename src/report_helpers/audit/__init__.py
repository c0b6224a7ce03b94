"""Findings of every rule about the validated table, and a verdict for each cited claim."""

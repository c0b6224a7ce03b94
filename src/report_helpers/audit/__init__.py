"""Findings of every rule on the validated table, and a verdict for each cited claim."""

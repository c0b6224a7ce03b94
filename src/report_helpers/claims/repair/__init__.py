"""What is certain about a claims file with defects, written to a new file."""

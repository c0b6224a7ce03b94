"""What readers see: the page in a real browser."""

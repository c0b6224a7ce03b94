"""Draws charts as pictures in a browser, and caches them."""

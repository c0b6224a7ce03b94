"""Draws charts as pictures and prints pages, in an offline browser."""

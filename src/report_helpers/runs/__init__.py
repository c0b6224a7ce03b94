"""Runs: one report at a time, supervised, published whole, remembered and announced."""

"""Digests of runs, and the channels they are sent to."""

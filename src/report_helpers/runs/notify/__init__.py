"""Sends digests of runs."""

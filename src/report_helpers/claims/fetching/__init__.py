"""Reads claims from a path or an http address, within limits of time and size."""

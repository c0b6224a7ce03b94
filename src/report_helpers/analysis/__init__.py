"""Derived tables, computed by pure functions without side effects."""

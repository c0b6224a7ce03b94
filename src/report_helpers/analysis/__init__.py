"""Derived tables: numbers in, numbers out, no effects."""

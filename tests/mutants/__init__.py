"""Mutants: each takes away one protection of the product, so that a named test must fail."""

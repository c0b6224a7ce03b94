"""Tests of runs, with the real command."""

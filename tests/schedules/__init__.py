"""Tests of the recipes for schedulers."""

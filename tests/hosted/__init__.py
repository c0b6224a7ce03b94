"""Tests of the files by which a host opens the notebooks: Binder, and a development container."""

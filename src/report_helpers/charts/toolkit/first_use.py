"""What plotly does once in a process: when it first makes a figure and prepares to show it."""

import importlib

import plotly.graph_objects as go

__all__ = ["first_use"]


def first_use() -> None:
    """Make a figure and load all that showing one takes, but do not choose how to show it."""
    go.Figure(go.Bar())
    importlib.import_module("plotly.io._base_renderers")

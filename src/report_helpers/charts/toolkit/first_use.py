"""Loads, once per process, everything that plotly needs to make and show its first figure."""

import importlib

import plotly.graph_objects as go

__all__ = ["first_use"]


def first_use() -> None:
    """Make a figure and load what plotly needs to show one, without choosing a renderer."""
    go.Figure(go.Bar())
    importlib.import_module("plotly.io._base_renderers")

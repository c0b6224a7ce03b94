"""What plotly does but once, when a figure is first made and shown: done by importing this."""

import plotly.graph_objects as go
import plotly.io._base_renderers  # noqa: F401 (all that showing takes but the choice how to show)

__all__: list[str] = []

go.Figure(go.Bar())

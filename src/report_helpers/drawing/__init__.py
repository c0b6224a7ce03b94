"""Draws charts in an offline browser: the browser, its plotly.js, pictures for notebooks."""

"""Makes one report: which chapters it has, and their notebooks in, page and kept files out."""

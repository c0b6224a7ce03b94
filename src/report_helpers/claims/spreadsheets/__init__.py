"""Workbooks (xlsx and ods): what their cells show, as text.

Readers of values alone (calamine) lose how many decimals a cell shows, so 39.0 would become 39.
openpyxl gives the number format of a cell of an xlsx; an ods has the shown text itself.
"""

"""The claims explorer for JupyterLab: choices, a table, a dossier and a chart that are linked."""

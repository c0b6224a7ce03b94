"""The settings of a report: `report.toml` beside its claims."""

"""The command `market-report`."""

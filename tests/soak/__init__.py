"""The soak: the command on a schedule, under faults, for an hour."""

"""From what a user names to the records of one table: a claims file and its documents."""

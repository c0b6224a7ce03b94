"""What people see: figures, tables and sentences of the claims."""

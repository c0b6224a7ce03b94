"""What people read: escaped HTML, badges, sentences and tables."""

"""Charts as pictures: a browser draws them, and each is kept for the next run."""

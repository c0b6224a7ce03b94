"""What `projection.display` is made of: its contract, its arithmetic, its figure, its inputs."""

"""The parts of `projection.display`: its contract, arithmetic, figure and inputs."""

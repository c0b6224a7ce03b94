"""Run notebooks: parameters, papermill, and kernels that fork."""

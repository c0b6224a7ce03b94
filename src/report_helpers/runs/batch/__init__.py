"""Many reports: a grid of parameters, in local processes or on a Dask cluster."""

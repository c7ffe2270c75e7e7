"""Reports made by the workers of a Dask cluster. What is published is decided on the machine that sent the jobs."""

"""What `filmes_lake/deploy/templates/compute.json` is made of: what stands in the program's code stands there alone.

`template.py` puts it together out of the functions and roles, what refreshes the lake, and what watches it.
"""

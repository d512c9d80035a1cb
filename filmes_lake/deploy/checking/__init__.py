"""`deploy check`: the sample goes through the deployed machine, and each piece of it is said to work or not.

`pieces.py` lists what is proved and in which order, `proving.py` goes through the list, `check.py` is what the pieces
have in common, `trial.py` the lake that it happens in, `machine.py` the executions. The rest are the pieces themselves.
"""

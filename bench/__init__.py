"""Measurements: ratios against what a reader would have written, in one run. `python -m bench`."""

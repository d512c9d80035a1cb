"""filmes-lake: a film-and-series data lake, from raw files to answers."""

__version__ = "0.1.0"

"""TMDB: asked about titles, or read from records that were saved earlier."""

"""The one description of every table: Raw, Trusted, Refined, and the TMDB answers they are made of."""

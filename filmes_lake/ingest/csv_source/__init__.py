"""IMDb-derived CSVs: one line per title and artist, a full snapshot of a kind each."""

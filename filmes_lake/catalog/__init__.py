"""Catalogs: where other tools find the tables of the current versions."""

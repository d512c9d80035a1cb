"""Doors beside the command line, as thin."""

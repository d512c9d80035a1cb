"""The demo's data: see README.md in this folder."""

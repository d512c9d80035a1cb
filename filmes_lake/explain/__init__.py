"""A title's way through the layers: what each has of it, from which lines, and where it stops."""

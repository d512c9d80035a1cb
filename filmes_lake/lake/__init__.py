"""The lake itself: where objects lie, which version is current, what was run."""

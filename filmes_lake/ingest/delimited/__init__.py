"""Delimited text with a header, a full snapshot of a raw table each: received, checked, landed, found again."""

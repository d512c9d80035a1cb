"""Texts and paths as literals of DuckDB's SQL."""

import re
from collections.abc import Iterable


def quoted(text: str) -> str:
    """The text as a literal."""
    return "'" + text.replace("'", "''") + "'"


def file_list(paths: Iterable[str]) -> str:
    """A list of files, for `read_parquet` and `read_csv`: just these, whatever their names are."""
    return f"[{', '.join(quoted(file_pattern(path)) for path in paths)}]"


def file_pattern(path: str) -> str:
    """The pattern that fits this path alone: DuckDB takes paths for patterns, so that `a*` would read `ab` too."""
    return re.sub(r"([?*\[])", r"[\1]", path)


def plain_path(pattern: str) -> str:
    """The path that `file_pattern` made the pattern of."""
    return re.sub(r"\[([?*\[])\]", r"\1", pattern)

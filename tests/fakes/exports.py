"""TMDB's daily id exports as files: lines as TMDB writes them, and lists of them."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LISTS = Path(__file__).parent / "tmdb_lists"
"""A folder with a short list of films of the sample."""


def film(tmdb_id: Any, popularity: Any, title: str = "A Film", **more: Any) -> str:
    """A line of the list of films."""
    return _line(
        {"adult": False, "id": tmdb_id, "original_title": title, "popularity": popularity, "video": False}, more
    )


def series(tmdb_id: Any, popularity: Any, name: str = "A Series", **more: Any) -> str:
    """A line of the list of series."""
    return _line({"adult": False, "id": tmdb_id, "original_name": name, "popularity": popularity}, more)


def listed(path: Path, lines: Iterable[str]) -> Path:
    """A file of these lines, gzip if its name says so."""
    text = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)
    return path


def _line(members: dict[str, Any], more: dict[str, Any]) -> str:
    return json.dumps({**members, **more}, ensure_ascii=False, separators=(",", ":"))


DAYS = {
    "movie_ids_11_20_2026.json.gz": [
        film(603, 10.5),
        film(604, 2),
        film(9, 0.6, 'Nobody "knows" \\ it'),
        film(603, 11.25),
        film(605, 0.0),
    ],
    "movie_ids_11_21_2026.json": [
        film(603, 12.0),
        film(604, "many"),
        film(604, -1),
        film(0, 1.0),
        film("x", 1.0, id="x"),
        film(605, None),
        film(606.0, "7.5", "\u2028 Título"),
        film("true", 1),
        film(603, "1e5x"),
        film(604, -1),
    ],
    "tv_series_ids_11_21_2026.json": [series(1396, 99.5), series(7, 0.0)],
}
"""Lists with all that can be wrong with a value, by their names."""

"""TMDB's answers as tests need them."""

import json
from typing import Any


def film(number: int = 1, **fields: Any) -> dict[str, Any]:
    """The details of a film."""
    return {"id": number, "imdb_id": f"tt{number:07d}", "title": "A Título", "budget": 100, **fields}


def series(number: int = 1, **fields: Any) -> dict[str, Any]:
    """The details of a series."""
    return {"id": number, "external_ids": {"imdb_id": f"tt{number:07d}"}, "name": "Uma série", **fields}


def envelope(body: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Our envelope around an answer."""
    asked = {
        "imdb_id": body.get("imdb_id"),
        "kind": "movies",
        "fetched_at": "2026-01-02T03:04:05Z",
        "language": "pt-BR",
    }
    return {**asked, **fields, "body": body}


def lines(*documents: Any) -> bytes:
    """A file of JSON lines; text stands for a line as it is."""
    texts = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in documents)
    return "".join(text + "\n" for text in texts).encode("utf-8", "surrogatepass")

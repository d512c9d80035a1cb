"""Files that are easily taken for TMDB's details of titles: what they are, and what would work instead."""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from filmes_lake.models.kinds import Kind

_ASK = "ask TMDB for details with: filmes-lake ingest tmdb --kind {kind}"
_TAKE = "take these as days of popularity with: filmes-lake ingest tmdb-exports FILE"
_EXPORTED = frozenset({"adult", "id", "name", "original_name", "original_title", "popularity", "video"})
_OF_PEOPLE = frozenset({"also_known_as", "birthday", "gender", "known_for", "known_for_department", "profile_path"})


class Lookalike(NamedTuple):
    """What a file looks like, in the plural, and what would work; `is_like` judges an object of it."""

    what: str
    instead: str
    is_like: Callable[[dict[str, Any]], bool]


_COLUMNS = Lookalike(
    "columns and not records",
    "write one record for each title, in pandas with: to_json(FILE, orient='records', lines=True)",
    lambda body: isinstance(body.get("id", body.get("columns")), dict | list),
)
# How pandas writes a table if nothing else is asked for, which is one object of any size.
_COLUMN = re.compile(rb'\s*\{\s*"[^"]*"\s*:\s*\{\s*"0"\s*:')

_LOOKALIKES = (
    _COLUMNS,
    Lookalike("items of TMDB's list pages", _ASK, lambda body: "genre_ids" in body),
    Lookalike("people", _ASK, lambda body: bool(_OF_PEOPLE & set(body))),
    Lookalike("TMDB's daily id exports", _TAKE, lambda body: "id" in body and set(body) <= _EXPORTED),
    Lookalike(
        "details of series without external_ids",
        "ask TMDB with append_to_response=external_ids, or with: filmes-lake ingest tmdb --kind {kind}",
        lambda body: "number_of_seasons" in body and "external_ids" not in body,
    ),
)


def lookalike_of(text: bytes, kind: Kind) -> Lookalike | None:
    """What an object looks like that is no record, or none that a table takes; None where nobody knows."""
    if _COLUMN.match(text):
        return _COLUMNS
    body = _body_of(text)
    found = next((each for each in _LOOKALIKES if each.is_like(body)), None)
    return found._replace(instead=found.instead.format(kind=kind.value)) if found else None


def _body_of(text: bytes) -> dict[str, Any]:
    """The answer in the text of an object, bare or in an envelope; nothing where it is cut or is no object."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    body = document.get("body", document) if isinstance(document, dict) else None
    return body if isinstance(body, dict) else {}

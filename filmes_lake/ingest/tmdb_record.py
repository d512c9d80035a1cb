"""What is a TMDB record: a detail answer, bare or in our envelope, checked before it enters Raw."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

from filmes_lake.models.kinds import Kind
from filmes_lake.models.tmdb import FOREIGN_FIELDS, IMDB_ID_PATHS

LARGEST_RECORD_BYTES = 64_000_000


class NotARecord(Exception):  # noqa: N818 - a finding about a line, not a failure of the program
    """Why a line is no TMDB record."""


@dataclass(frozen=True)
class TmdbRecord:
    """A record as it will lie in Raw. `line` is its envelope, without the line's end; `body_sha256` is of the
    answer with sorted keys, so that two answers that say the same are equal."""

    imdb_id: str | None
    fetched_at: str
    body_sha256: str
    line: bytes

    @property
    def identity(self) -> str:
        """What makes two records answers about one title: the IMDb id, else the body itself."""
        return self.imdb_id or self.body_sha256


def parse_record(text: bytes, kind: Kind, now: datetime) -> TmdbRecord:
    """Make a record of a line: a bare answer, fetched `now`, or an envelope; NotARecord says why it is none."""
    if len(text) > LARGEST_RECORD_BYTES:
        raise NotARecord(f"longer than {LARGEST_RECORD_BYTES:,} bytes")
    document = _parse_json(text)
    if isinstance(document.get("body"), dict):
        return _from_envelope(document, text, kind, now)
    return _record(document, text.strip(), kind, _ask(document, kind, now))


def _from_envelope(document: dict[str, Any], text: bytes, kind: Kind, now: datetime) -> TmdbRecord:
    body = document["body"]
    if document.get("kind") not in (None, kind.value):
        raise NotARecord(f"an answer about {document['kind']}, not {kind.value}")
    asked = _ask(body, kind, now)
    asked["imdb_id"] = _text(document, "imdb_id") or asked["imdb_id"]
    asked["language"] = _text(document, "language")
    if fetched_at := _text(document, "fetched_at"):
        asked["fetched_at"] = _normalised(fetched_at)
    # Our own envelopes end with the body: cut it out of the text, so that it stays untouched.
    marker = text.find(b'"body":')
    own = list(document) == [*asked, "body"]
    original = text[marker + 7 :].strip()[:-1].strip() if own else b""
    if not own or text.count(b'"body":', 0, marker + 8) != 1 or _parse_json(original) != body:
        original = json.dumps(body, ensure_ascii=False).encode()
    return _record(body, original, kind, asked)


def _record(body: dict[str, Any], original: bytes, kind: Kind, asked: dict[str, Any]) -> TmdbRecord:
    _check_answer(body, kind)
    try:
        canonical = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
    except UnicodeEncodeError as error:
        raise NotARecord("not Unicode: half a surrogate pair") from error
    if b"\r" in original or b"\n" in original:  # white space between tokens; a record is one line
        original = json.dumps(body, ensure_ascii=False).encode()
    head = json.dumps(asked, ensure_ascii=False)[:-1].encode()
    return TmdbRecord(
        imdb_id=asked["imdb_id"],
        fetched_at=asked["fetched_at"],
        body_sha256=hashlib.sha256(canonical).hexdigest(),
        line=head + b', "body": ' + original + b"}",
    )


def _ask(body: dict[str, Any], kind: Kind, now: datetime) -> dict[str, Any]:
    """The envelope of an answer of which nothing is known but the answer."""
    imdb_id = next((found for path in IMDB_ID_PATHS[kind] if (found := _at(body, path))), None)
    return {"imdb_id": imdb_id, "kind": kind.value, "fetched_at": _instant(now), "language": None}


def _check_answer(body: dict[str, Any], kind: Kind) -> None:
    if "status_code" in body and "status_message" in body:
        raise NotARecord(f"an error answer of TMDB: {body['status_message']}")
    if "movie_results" in body or "tv_results" in body:
        raise NotARecord("an answer of /find, not of a title's details")
    if not {"id", "imdb_id", "external_ids"} & set(body):
        raise NotARecord("no details of a title: neither id nor imdb_id")
    own = FOREIGN_FIELDS[Kind.SERIES if kind is Kind.MOVIES else Kind.MOVIES]
    foreign = [name for name in FOREIGN_FIELDS[kind] if name in body]
    if foreign and not any(name in body for name in own):
        raise NotARecord(f"not of kind {kind.value}: it has {foreign[0]}")


def _parse_json(text: bytes) -> dict[str, Any]:
    try:
        document = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except NotARecord:
        raise
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
        raise NotARecord(f"not JSON: {reason}") from error
    if not isinstance(document, dict):
        raise NotARecord("not a JSON object")
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise NotARecord(f"not JSON: {name}")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise NotARecord(f"a number no engine can hold: {text[:20]}")
    return number


def _text(document: dict[str, Any], name: str) -> str | None:
    value = document.get(name)
    if value is not None and not isinstance(value, str):
        raise NotARecord(f"{name} is no text")
    return value or None


def _at(body: dict[str, Any], path: str) -> str | None:
    value: Any = body
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) and value else None


def _normalised(fetched_at: str) -> str:
    try:
        moment = datetime.fromisoformat(fetched_at)
    except ValueError as error:
        raise NotARecord(f"fetched_at is no ISO 8601 time: {fetched_at[:40]!r}") from error
    return _instant(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

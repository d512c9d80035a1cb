"""What is a TMDB record: a detail answer, bare or in our envelope, checked before it enters Raw."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from filmes_lake.ingest.future import is_to_come
from filmes_lake.ingest.json_objects import NotAnObject, parse_object, shown
from filmes_lake.models.kinds import Kind
from filmes_lake.models.title_ids import id_or_text, title_id
from filmes_lake.models.tmdb import FOREIGN_FIELDS, IMDB_ID_PATHS

LARGEST_RECORD_BYTES = 16_000_000
"""A longer line or answer is no record, asked for or saved earlier.

TMDB's are far shorter, and parsing takes some 35 times as much memory as an adverse line has bytes.
"""

# Spark's JSON reader gives up at 1,000; TMDB's answers are 4 deep, 8 with everything appended.
DEEPEST_RECORD = 200

_DECODER = json.JSONDecoder()
_WHITE_SPACE = " \t\r\n"
_NO_MATTER = datetime.max.replace(tzinfo=UTC)  # an envelope says itself when it was fetched, and was checked
_TOO_DEEP = f"nested more than {DEEPEST_RECORD} deep"


class NotARecord(Exception):
    """Why a line is no TMDB record."""


class AnotherTitle(NotARecord):
    """It is a whole answer, but says that it is about another title than was asked about."""


@dataclass(frozen=True)
class TmdbRecord:
    """A record as it will lie in Raw.

    `line` is its envelope, without the line's end; `body_sha256` is of the answer with sorted keys, so that two
    answers that say the same are equal.
    """

    imdb_id: str | None
    tmdb_id: int | None
    fetched_at: str
    body_sha256: str
    line: bytes

    @property
    def identity(self) -> str:
        """What makes two records answers about one title: the IMDb id, else the body itself."""
        return self.imdb_id or self.body_sha256

    @property
    def is_placeable(self) -> bool:
        """Whether it says which title of IMDb's it is about: no table takes one that does not."""
        return title_id(self.imdb_id or "") is not None


def parse_record(text: bytes, kind: Kind, now: datetime) -> TmdbRecord:
    """Make a record of a line: a bare answer, fetched `now`, or an envelope; NotARecord says why it is none."""
    try:
        line = text.decode("utf-8").strip(_WHITE_SPACE)
        document = _parse_json(line)
        if isinstance(document.get("body"), dict):
            return _from_envelope(document, line, kind, now)
        return _record(document, line, kind, _ask(document, kind, now))
    except UnicodeDecodeError as error:
        raise NotARecord(f"invalid UTF-8 (byte 0x{text[error.start]:02x})") from error
    except UnicodeEncodeError as error:
        raise NotARecord("not Unicode: half a surrogate pair") from error
    except RecursionError as error:
        raise NotARecord(_TOO_DEEP) from error


def parse_stored(line: bytes, kind: Kind) -> TmdbRecord:
    """Read back a record's own line; NotARecord where it is none."""
    return parse_record(line, kind, _NO_MATTER)


def parse_answer(text: str, kind: Kind, imdb_id: str, language: str, now: datetime) -> TmdbRecord:
    """Make a record of TMDB's answer about `imdb_id`, fetched `now`; NotARecord where it is no such answer."""
    try:
        body = _parse_json(text.strip(_WHITE_SPACE))
        answered = _imdb_id_of(body, kind)
        if answered != imdb_id:
            reason = AnotherTitle if answered else NotARecord
            raise reason(f"it is about {shown(answered)}, not {imdb_id}")
        asked = {"imdb_id": imdb_id, "kind": kind.value, "fetched_at": instant(now), "language": language}
        return _record(body, text.strip(_WHITE_SPACE), kind, asked)
    except UnicodeEncodeError as error:
        raise NotARecord("not Unicode: half a surrogate pair") from error
    except RecursionError as error:
        raise NotARecord(_TOO_DEEP) from error


def _from_envelope(document: dict[str, Any], line: str, kind: Kind, now: datetime) -> TmdbRecord:
    body = document["body"]
    if document.get("kind") not in (None, kind.value):
        raise NotARecord(f"an answer about {shown(document['kind'])}, not {kind.value}")
    asked = _ask(body, kind, now)
    asked["imdb_id"] = id_or_text(_text(document, "imdb_id") or "") or asked["imdb_id"]
    asked["language"] = _text(document, "language")
    if fetched_at := _text(document, "fetched_at"):
        asked["fetched_at"] = _normalised(fetched_at, now)
    return _record(body, _member(line, "body"), kind, asked)


def _record(body: dict[str, Any], original: str, kind: Kind, asked: dict[str, Any]) -> TmdbRecord:
    _check_answer(body, kind)
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
    head = json.dumps(asked, ensure_ascii=False)[:-1]
    tmdb_id = body.get("id")
    return TmdbRecord(
        imdb_id=asked["imdb_id"],
        tmdb_id=tmdb_id if isinstance(tmdb_id, int) else None,
        fetched_at=asked["fetched_at"],
        body_sha256=hashlib.sha256(canonical).hexdigest(),
        line=f'{head}, "body": {_on_one_line(original)}}}'.encode(),
    )


def _on_one_line(text: str) -> str:
    # Strings of JSON hold no bare line break, so around one there is white space alone, and a record is one line.
    return "".join(line.strip(_WHITE_SPACE) for line in text.replace("\r", "\n").split("\n"))


def _member(line: str, name: str) -> str:
    """The text of one member of the JSON object that `line` is, as it stands there. The line was parsed before."""
    position = _past_white_space(line, 1)
    while True:
        found, position = _DECODER.raw_decode(line, position)
        start = _past_white_space(line, _past_white_space(line, position) + 1)  # past the colon
        _, end = _DECODER.raw_decode(line, start)
        if found == name:
            return line[start:end]
        position = _past_white_space(line, _past_white_space(line, end) + 1)  # past the comma


def _past_white_space(line: str, position: int) -> int:
    while line[position] in _WHITE_SPACE:
        position += 1
    return position


def _ask(body: dict[str, Any], kind: Kind, now: datetime) -> dict[str, Any]:
    """The envelope of an answer of which nothing is known but the answer."""
    imdb_id = _imdb_id_of(body, kind)
    return {"imdb_id": imdb_id, "kind": kind.value, "fetched_at": instant(now), "language": None}


def _imdb_id_of(body: dict[str, Any], kind: Kind) -> str | None:
    return next((found for path in IMDB_ID_PATHS[kind] if (found := _id_at(body, path))), None)


def _check_answer(body: dict[str, Any], kind: Kind) -> None:
    if _is_deeper_than(body, DEEPEST_RECORD):
        raise NotARecord(_TOO_DEEP)
    if "status_code" in body and "status_message" in body:
        raise NotARecord(f"an error answer of TMDB: {shown(body['status_message'])}")
    if "movie_results" in body or "tv_results" in body:
        raise NotARecord("an answer of /find, not of a title's details")
    if not {"id", "imdb_id", "external_ids"} & set(body):
        raise NotARecord("no details of a title: neither id nor imdb_id")
    own = FOREIGN_FIELDS[Kind.SERIES if kind is Kind.MOVIES else Kind.MOVIES]
    foreign = [name for name in FOREIGN_FIELDS[kind] if name in body]
    if foreign and not any(name in body for name in own):
        raise NotARecord(f"not of kind {kind.value}: it has {foreign[0]}")


def _parse_json(line: str) -> dict[str, Any]:
    try:
        return parse_object(line)
    except NotAnObject as error:
        raise NotARecord(str(error)) from error


def _is_deeper_than(document: Any, limit: int) -> bool:
    level = [document]
    for _ in range(limit):
        members = (node.values() if isinstance(node, dict) else node for node in level)
        level = [member for node in members for member in node if isinstance(member, dict | list)]
        if not level:
            return False
    return True


def _text(document: dict[str, Any], name: str) -> str | None:
    value = document.get(name)
    if value is not None and not isinstance(value, str):
        raise NotARecord(f"{name} is no text")
    return value or None


def _id_at(body: dict[str, Any], path: str) -> str | None:
    value: Any = body
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return id_or_text(value) or None if isinstance(value, str) else None


def _normalised(fetched_at: str, now: datetime) -> str:
    try:
        moment = datetime.fromisoformat(fetched_at)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if is_to_come(moment, now):
            raise NotARecord(f"fetched_at lies in the future: {shown(fetched_at)}")
        return instant(moment)
    except (ValueError, OverflowError) as error:  # the latter: the year 1 east of Greenwich
        raise NotARecord(f"fetched_at is no ISO 8601 time: {shown(fetched_at)}") from error


def instant(moment: datetime) -> str:
    """A moment as records write it: UTC, microseconds, comparable as text."""
    # Not strftime: before the year 1000 it writes as few digits as it can, and instants are compared as text.
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

"""A title in IMDb's files: its lines of title.basics and title.ratings, and what keeps it out of the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from filmes_lake.ingest.imdb.description import BASICS, DELIMITER, KINDS, RATINGS, SOURCE, Dataset
from filmes_lake.ingest.imdb.lines import NumberedLine, file_of, lines_beginning
from filmes_lake.ingest.imdb.titles import choice_in
from filmes_lake.ingest.source import Sighting
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import DataFile, Manifest
from filmes_lake.models.kinds import Kind
from filmes_lake.models.source import Choice
from filmes_lake.models.values import whole_number

OTHER_TYPE, ADULT, TOO_FEW_VOTES = "other_types", "adult", "too_few_votes"
_TYPE, _IS_ADULT, _VOTES = "titleType", "isAdult", "numVotes"


@dataclass(frozen=True)
class ImdbTrace:
    """Implements `Trace`: a sighting for each of the two files that speaks of the title.

    The first of them has in `left_out` what keeps the title out of the tables, by the names of the law; None where
    nothing does. Of a kind that another source has, and of a title that is of another kind, there is none.
    """

    nothing: str = "no line in IMDb's files"

    def find(self, lake: Lake, raw: Manifest, kind: Kind | None, title_id: str, scratch: Path) -> list[Sighting]:
        """See `Trace.find`."""
        if kind and kind not in lake.schema.kinds_of(SOURCE, raw.tables):
            return []
        basics = _sighting(lake, raw, BASICS, title_id, scratch)
        if basics is None or (kind and KINDS.get(basics.values.get(_TYPE, "")) is not kind):
            return []
        ratings = _sighting(lake, raw, RATINGS, title_id, scratch)
        left_out = _left_out(choice_in(lake), {**basics.values, **(ratings.values if ratings else {})})
        first = Sighting(basics.key, basics.lines, basics.texts, basics.values, {"left_out": left_out}, basics.note)
        return [first, *([ratings] if ratings else [])]

    def document(self, found: Sequence[Sighting]) -> Any:
        """See `Trace.document`."""
        return [{"key": each.key, "lines": each.lines, **each.facts, "values": each.values} for each in found]


def _sighting(lake: Lake, raw: Manifest, dataset: Dataset, title_id: str, scratch: Path) -> Sighting | None:
    found = file_of(lake, raw, dataset, scratch)
    lines = _lines(*found, f"{title_id}{DELIMITER}".encode()) if found else ()
    if found is None or not lines:
        return None
    texts = tuple(dict.fromkeys(line.text.decode(errors="replace") for line in lines))
    return Sighting(found[0].key, tuple(line.number for line in lines), texts, _values(dataset, texts))


@lru_cache(maxsize=8)
def _lines(file: DataFile, path: Path, start: bytes) -> tuple[NumberedLine, ...]:
    """A title's lines: whoever explains it asks for each kind, and the file is long."""
    return tuple(lines_beginning(file, path, start))


def _values(dataset: Dataset, texts: Sequence[str]) -> dict[str, str]:
    """What the first line with all its fields says, by the header's words."""
    rows = (text.split(DELIMITER) for text in texts)
    whole = next((row for row in rows if len(row) == len(dataset.header)), [])
    return dict(zip(dataset.header, whole, strict=False))


def _left_out(choice: Choice, values: dict[str, str]) -> str | None:
    row = next((row for row in choice.rows if row["tipo_imdb"] == values.get(_TYPE)), None)
    if row is None:
        return OTHER_TYPE
    if values.get(_IS_ADULT) == "1" and not row["adultos"]:
        return ADULT
    return TOO_FEW_VOTES if (whole_number(values.get(_VOTES, "")) or 0) < int(row["votos_minimos"]) else None

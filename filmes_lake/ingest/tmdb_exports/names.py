"""What the name of a list says: of which kind it is, and of which day."""

import re
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from filmes_lake.errors import SourceError
from filmes_lake.ingest.tmdb_exports.description import NAMES
from filmes_lake.models.kinds import Kind

ENDINGS = (".json", ".json.gz")
_NAME = re.compile(rf"({'|'.join(NAMES.values())})_([0-9]{{2}})_([0-9]{{2}})_([0-9]{{4}})(?:-[0-9a-f]{{8}})?")
_KINDS = {name: kind for kind, name in NAMES.items()}


class ListName(NamedTuple):
    """The kind and the day (UTC) of a list."""

    kind: Kind
    day: date

    def __str__(self) -> str:
        return f"{NAMES[self.kind]}_{self.day:%m_%d}_{self.day.year:04d}"


def list_name(name: str) -> ListName | None:
    """What a file's name says, in Raw too, where a list may have a mark of its bytes; None where it says nothing."""
    stem = next((name.removesuffix(ending) for ending in reversed(ENDINGS) if name.endswith(ending)), "")
    found = _NAME.fullmatch(stem)
    try:
        return ListName(_KINDS[found[1]], date(*(int(found[part]) for part in (4, 2, 3)))) if found else None
    except ValueError:
        return None


def name_of_list(source: Path) -> ListName:
    """What a user's file's name says; SourceError where it says nothing."""
    if found := list_name(source.name):
        return found
    raise SourceError(
        f"{source}: its name says no kind and no day",
        f"name it as TMDB does: {' or '.join(f'{name}_MM_DD_YYYY.json.gz' for name in NAMES.values())}",
    )


def day_of(key: str) -> date:
    """The day of a list in Raw, by its key; ValueError where the key is none of a list."""
    if found := list_name(PurePosixPath(key).name):
        return found.day
    raise ValueError(key)

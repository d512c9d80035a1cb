"""Reports as of a day or a version: which of the kept Refined versions is meant."""

import re
from datetime import date

from filmes_lake.errors import NotFound, UsageError
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.kinds import Layer

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def version_as_of(lake: Lake, text: str) -> Manifest:
    """The kept Refined version of that id, or the newest made on or before the end of that day (UTC).

    NotFound where none is kept, UsageError for a day that is none. Which version was current on the day is not
    asked: a rollback leaves no trace here.
    """
    lake.require(Layer.REFINED)
    kept = lake.versions.kept(Layer.REFINED)
    if not _DAY.fullmatch(text):
        found = [manifest for manifest in kept if manifest.version == text]
    else:
        day = _day(text)
        found = [manifest for manifest in kept if manifest.created_at.date() <= day]
    if found:
        return max(found, key=lambda manifest: manifest.created_at)
    oldest = f"{min(manifest.created_at for manifest in kept):%Y-%m-%d at %H:%M} UTC"
    raise NotFound(
        f"--as-of {text}: no such refined version is kept; the oldest was made on {oldest}",
        "see: filmes-lake versions",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--as-of {text}: not a date", "write it as YYYY-MM-DD, or give a version's id") from error

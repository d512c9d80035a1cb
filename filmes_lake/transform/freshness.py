"""How fresh each input and layer is, and what became of every line: what `status` shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from filmes_lake.lake.lake import Lake
from filmes_lake.lake.versions import Manifest
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.tables import csv_table, tmdb_table
from filmes_lake.transform.pipeline import plan
from filmes_lake.transform.sources import raw_files


@dataclass(frozen=True)
class InputStatus:
    """An input of the lake: its newest file, how many files, and their lines or records.

    `oldest_answer` is when the oldest of TMDB's answers was fetched (UTC), `oldest_days` its age in days.
    """

    name: str
    newest: str | None
    oldest_answer: datetime | None
    oldest_days: int | None
    files: int
    rows: int
    bytes: int


@dataclass(frozen=True)
class LayerStatus:
    """A layer: its current version, when that was made, whether it is stale and why."""

    layer: Layer
    version: str | None
    created_at: datetime | None
    rows: int
    bytes: int
    stale: bool
    reason: str


@dataclass(frozen=True)
class LakeStatus:
    """The whole lake at a glance."""

    uri: str
    inputs: list[InputStatus]
    layers: list[LayerStatus]
    accounting: dict[str, dict[str, Any]]


def lake_status(lake: Lake) -> LakeStatus:
    """Look at the lake; NotFound where nothing was ingested yet."""
    raw = lake.require(Layer.RAW)
    names = [name for kind in Kind for name in (csv_table(kind), tmdb_table(kind))]
    trusted = lake.versions.current(Layer.TRUSTED)
    layers = []
    stale_below = None
    for layer in (Layer.TRUSTED, Layer.REFINED):
        if stale_below or (layer is Layer.REFINED and trusted is None):
            stale, reason = True, f"{Layer.TRUSTED.value} is stale"
        else:
            planned = plan(lake, [layer], force=False)[0]
            stale, reason = planned.stale, planned.reason
        stale_below = stale
        layers.append(_layer_status(layer, lake.versions.current(layer), stale=stale, reason=reason))
    inputs = [_input_status(raw, name, lake.now()) for name in names]
    return LakeStatus(lake.storage.uri, inputs, layers, trusted.accounting if trusted else {})


def _input_status(raw: Manifest, name: str, now: datetime) -> InputStatus:
    files = raw_files(raw, name)
    newest = files[-1].key if files else None
    oldest = min((file.oldest for file in files if file.oldest), default=None)
    days = (now - oldest).days if oldest else None
    return InputStatus(name, newest, oldest, days, len(files), sum(f.rows for f in files), sum(f.bytes for f in files))


def _layer_status(layer: Layer, current: Manifest | None, *, stale: bool, reason: str) -> LayerStatus:
    if current is None:
        return LayerStatus(layer, None, None, 0, 0, stale=True, reason=reason)
    tables = current.tables.values()
    return LayerStatus(
        layer,
        current.version,
        current.created_at,
        sum(table.rows for table in tables),
        sum(table.bytes for table in tables),
        stale=stale,
        reason=reason,
    )

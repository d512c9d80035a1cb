"""How fresh each input and layer is, and what became of every line: what `status` shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from filmes_lake.errors import Damaged, NotFound
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import RunRecord
from filmes_lake.lake.manifest import DataFile, Manifest
from filmes_lake.lake.purges import BegunPurge
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import RawTable, new_columns
from filmes_lake.transform.planning import plan
from filmes_lake.transform.reconciliation import law_in_words
from filmes_lake.transform.sources import columns_in, raw_files


@dataclass(frozen=True)
class InputStatus:
    """An input of the lake: its newest file, when the run began that stored it (UTC), how many files, lines or records.

    `oldest_answer` is when the oldest of TMDB's answers was fetched (UTC), `oldest_days` its age in days.
    `new_columns` are those of a CSV that stay in Raw, since no table has them.
    """

    name: str
    newest: str | None
    received_at: datetime | None
    new_columns: tuple[str, ...]
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
    """The whole lake at a glance.

    `laws` has the reconciliation of each raw table in words, `unfinished_purges` those that have to be run again.
    """

    uri: str
    inputs: list[InputStatus]
    layers: list[LayerStatus]
    accounting: dict[str, dict[str, Any]]
    laws: dict[str, str]
    unfinished_purges: list[BegunPurge]


def lake_status(lake: Lake) -> LakeStatus:
    """Look at the lake; NotFound where nothing was ingested yet."""
    raw = lake.require(Layer.RAW)
    trusted = lake.versions.current(Layer.TRUSTED)
    layers = []
    stale_below = None
    for layer in (Layer.TRUSTED, Layer.REFINED):
        if stale_below or (layer is Layer.REFINED and trusted is None):
            stale, reason = True, f"{Layer.TRUSTED.value} is stale"
        else:
            stale, reason = _state(lake, layer)
        stale_below = stale
        layers.append(_layer_status(layer, lake.versions.current(layer), stale=stale, reason=reason))
    inputs = [_input_status(lake, raw, table) for table in lake.schema.having(raw.tables).raw_tables]
    accounting = trusted.accounting if trusted else {}
    known = [table for table in lake.schema.raw_tables if table.name in accounting]
    laws = {table.name: law_in_words(table.law, accounting[table.name]) for table in known}
    return LakeStatus(lake.storage.uri, inputs, layers, accounting, laws, lake.purges.unfinished())


def _input_status(lake: Lake, raw: Manifest, table: RawTable) -> InputStatus:
    files = raw_files(raw, table.name)
    newest = files[-1] if files else None
    stored_by = _stored_by(lake, newest) if newest else None
    oldest = min((file.oldest for file in files if file.oldest), default=None)
    return InputStatus(
        name=table.name,
        newest=newest.key if newest else None,
        received_at=stored_by.started_at if stored_by else None,
        new_columns=new_columns(columns_in(raw, table), table.model),
        oldest_answer=oldest,
        oldest_days=(lake.now() - oldest).days if oldest else None,
        files=len(files),
        rows=sum(file.rows for file in files),
        bytes=sum(file.bytes for file in files),
    )


def _stored_by(lake: Lake, file: DataFile) -> RunRecord | None:
    """The ledger's entry of the run that stored a raw file; None where it cannot be told any more."""
    run_id = layout.run_of_part(file.key) if layout.is_tmdb_part(file.key) else file.run_id
    if run_id is None:  # an older program's snapshot

        def stored(run: RunRecord) -> bool:
            return Layer.RAW.value in run.versions and any(found.sha256 == file.sha256 for found in run.inputs)

        return next(iter(lake.ledger.runs(1, stored)), None)
    try:
        return lake.ledger.entry(run_id)
    except (Damaged, NotFound):
        return None


def _state(lake: Lake, layer: Layer) -> tuple[bool, str]:
    """Whether a layer is stale, and why."""
    try:
        planned = plan(lake, [layer], force=False)[0]
    except Damaged as error:
        return True, error.message
    return planned.stale, planned.reason


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

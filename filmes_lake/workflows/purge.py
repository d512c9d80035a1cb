"""Purge: TMDB's answers past their terms, out of Raw and out of every version that holds them."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from filmes_lake.catalog.registration import Catalog
from filmes_lake.ingest.tmdb.journal import purged_parts
from filmes_lake.ingest.tmdb.purge import PurgedKind, find_old, purge_raw
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.versions import Manifest
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.tables import tmdb_table
from filmes_lake.progress import SILENT, Progress
from filmes_lake.transform.engine import Engine
from filmes_lake.transform.places import OnThisMachine
from filmes_lake.workflows.publish import Followed, Published
from filmes_lake.workflows.transform import TransformRequest, transform

_WITH_ANSWERS = ("tmdb_filmes", "tmdb_series")
_REJECTED = "rejeitados"


@dataclass(frozen=True)
class PurgeResult:
    """What was purged, or would be: by kind, and the versions and the lists of faulty lines that went with it."""

    before: datetime
    kinds: list[PurgedKind]
    versions: list[str]
    error_lists: list[str]

    @property
    def answers(self) -> int:
        """Answers taken out of Raw."""
        return sum(kind.answers for kind in self.kinds)


def find_purgeable(lake: Lake, engine: Engine, days: int) -> PurgeResult:
    """What `purge` would delete; nothing is written."""
    lake.require(Layer.RAW)
    before = lake.now() - timedelta(days=days)
    kinds = [find_old(lake, kind, before) for kind in Kind]
    with tempfile.TemporaryDirectory() as scratch:
        holding = _versions_with(lake, engine, Path(scratch), before, _lost_parts(lake, kinds))
    return PurgeResult(before, kinds, holding, _old_error_lists(lake, before))


def purge(
    lake: Lake, engine: Engine, catalog: Catalog, days: int, progress: Progress = SILENT
) -> Published[PurgeResult]:
    """Delete every answer older than so many days: from Raw, then, by making them anew, from Trusted and Refined.

    Older versions that hold such answers are deleted too, so they cannot be gone back to. The titles stay; reports
    count them as films without a TMDB record.
    """
    lake.require(Layer.RAW)
    before, followed = lake.now() - timedelta(days=days), Followed()
    with lake.run("purge", older_than=days) as run:
        with ExitStack() as locks:
            for kind in Kind:
                locks.enter_context(lake.storage.lock(layout.tmdb_lock(kind), run.holder))
            progress.step("raw answers")
            kinds = [purge_raw(lake, run, kind, before) for kind in Kind]
        layers = [layer for layer in (Layer.TRUSTED, Layer.REFINED) if lake.versions.current(layer)]
        if layers:
            followed = transform(lake, engine, catalog, TransformRequest(layers), progress).catalog
        progress.step("older versions")
        versions = _versions_with(lake, engine, run.scratch, before, _lost_parts(lake, kinds))
        lake.versions.remove(versions)
        lake.versions.sweep()  # what a purge that was killed here had forgotten and not deleted
        error_lists = _old_error_lists(lake, before)
        for key in error_lists:
            lake.storage.delete(key)
        run.counts = {kind.kind.value: kind.answers for kind in kinds}
        run.outcome = "done" if any((*versions, *error_lists, *run.counts.values())) else "unchanged"
    return Published(PurgeResult(before, kinds, versions, error_lists), followed)


def _lost_parts(lake: Lake, kinds: list[PurgedKind]) -> set[str]:
    """Keys of the parts that this purge and earlier ones took out of Raw."""
    earlier = (key for kind in Kind for key in purged_parts(lake, kind))
    return {*earlier, *(key for kind in kinds for key in kind.parts)}


def _versions_with(lake: Lake, engine: Engine, scratch: Path, before: datetime, lost: set[str]) -> list[str]:
    """The kept versions that hold older answers; Refined ones go with the Trusted one that they were made from."""
    trusted = {
        manifest.version
        for manifest in lake.versions.kept(Layer.TRUSTED)
        if _holds(lake, engine, scratch, manifest, before, lost)
    }
    refined = [manifest.version for manifest in lake.versions.kept(Layer.REFINED) if manifest.made_from in trusted]
    raw = [manifest.version for manifest in lake.versions.kept(Layer.RAW) if not lost.isdisjoint(_parts(manifest))]
    return [*refined, *sorted(trusted), *raw]


def _holds(lake: Lake, engine: Engine, scratch: Path, manifest: Manifest, before: datetime, lost: set[str]) -> bool:
    """Whether a Trusted version holds older answers, or one of a lost part as it came, among what it rejected."""
    place = OnThisMachine(lake.storage, scratch)
    with engine.session(scratch) as session:
        for name in (*_WITH_ANSWERS, _REJECTED):
            session.read_table(name, place.read(manifest.tables[name].files))
        rows = [session.rows(f"SELECT MIN(obtido_em) AS oldest FROM {name}")[0] for name in _WITH_ANSWERS]
        rejected = {row["origem"] for row in session.rows(f"SELECT DISTINCT origem FROM {_REJECTED}")}
    return bool(rejected & lost) or any(row["oldest"] is not None and row["oldest"] < before for row in rows)


def _parts(manifest: Manifest) -> Iterator[str]:
    tables = (manifest.tables.get(tmdb_table(kind)) for kind in Kind)
    return (file.key for table in tables if table for file in table.files)


def _old_error_lists(lake: Lake, before: datetime) -> list[str]:
    return [entry.key for entry in lake.storage.list(layout.TMDB_ERRORS) if entry.modified < before]

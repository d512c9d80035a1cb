"""Purge: TMDB's answers past their terms, out of Raw and out of every version that holds them."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from filmes_lake.ingest.tmdb_purge import PurgedKind, find_old, purge_raw
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.versions import DataFile, Manifest
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.tables import tmdb_table
from filmes_lake.transform.engine import Engine
from filmes_lake.transform.pipeline import transform

_WITH_ANSWERS = ("tmdb_filmes", "tmdb_series")

Step = Callable[[str], None]


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
    before = lake.now() - timedelta(days=days)
    kinds = [find_old(lake, kind, before) for kind in Kind]
    with tempfile.TemporaryDirectory() as scratch:
        holding = _versions_with(lake, engine, Path(scratch), before)
    return PurgeResult(before, kinds, holding, _old_error_lists(lake, before))


def purge(lake: Lake, engine: Engine, days: int, step: Step) -> PurgeResult:
    """Delete every answer older than so many days: from Raw, then, by making them anew, from Trusted and Refined.

    Older versions that hold such answers are deleted too, so they cannot be gone back to. The titles stay; reports
    count them as films without a TMDB record.
    """
    before = lake.now() - timedelta(days=days)
    with lake.run("purge", older_than=days) as run:
        with ExitStack() as locks:
            for kind in Kind:
                locks.enter_context(lake.storage.lock(f"ingest-tmdb-{kind.value}", run.holder))
            step("raw answers")
            kinds = [purge_raw(lake, run, kind, before) for kind in Kind]
        layers = [layer for layer in (Layer.TRUSTED, Layer.REFINED) if lake.versions.current(layer)]
        if layers:
            transform(lake, engine, layers, step=step)
        step("older versions")
        versions = _versions_with(lake, engine, run.scratch, before)
        lake.versions.remove(versions)
        error_lists = _old_error_lists(lake, before)
        for key in error_lists:
            lake.storage.delete(key)
        run.counts = {kind.kind.value: kind.answers for kind in kinds}
        run.outcome = "done" if any((*versions, *error_lists, *run.counts.values())) else "unchanged"
    return PurgeResult(before, kinds, versions, error_lists)


def _versions_with(lake: Lake, engine: Engine, scratch: Path, before: datetime) -> list[str]:
    """The kept versions that hold older answers; Refined ones go with the Trusted one that they were made from."""
    trusted = [
        manifest for manifest in lake.versions.kept(Layer.TRUSTED) if _holds(lake, engine, scratch, manifest, before)
    ]
    names = {manifest.version for manifest in trusted}
    refined = [manifest.version for manifest in lake.versions.kept(Layer.REFINED) if manifest.made_from in names]
    return [*refined, *names, *_raw_versions_with_lost_parts(lake)]


def _holds(lake: Lake, engine: Engine, scratch: Path, manifest: Manifest, before: datetime) -> bool:
    with engine.session(scratch) as session:
        for name in _WITH_ANSWERS:
            files = [lake.storage.local(file.key, scratch) for file in manifest.tables[name].files]
            session.read_table(name, files)
        rows = [session.rows(f"SELECT MIN(obtido_em) AS oldest FROM {name}")[0] for name in _WITH_ANSWERS]
    return any(row["oldest"] is not None and row["oldest"] < before for row in rows)


def _raw_versions_with_lost_parts(lake: Lake) -> Iterator[str]:
    """Raw versions before the current one that name parts which it does not: those were purged."""
    current = lake.require(Layer.RAW)
    kept = {file.key for kind in Kind for file in _parts(current, kind)}
    for manifest in lake.versions.kept(Layer.RAW):
        if any(file.key not in kept for kind in Kind for file in _parts(manifest, kind)):
            yield manifest.version


def _parts(manifest: Manifest, kind: Kind) -> Iterator[DataFile]:
    table = manifest.tables.get(tmdb_table(kind))
    return iter(table.files if table else ())


def _old_error_lists(lake: Lake, before: datetime) -> list[str]:
    return [entry.key for entry in lake.storage.list(layout.TMDB_ERRORS) if entry.modified < before]

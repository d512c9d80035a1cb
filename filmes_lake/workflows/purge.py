"""Purge: TMDB's answers past their terms, out of Raw and out of every version that holds them."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from filmes_lake.catalog.registration import Catalog
from filmes_lake.errors import Damaged
from filmes_lake.ingest import registry
from filmes_lake.ingest.source import Purged, Terms
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.lake.purges import BegunPurge
from filmes_lake.models.kinds import Layer
from filmes_lake.models.tables import QUARANTINE
from filmes_lake.progress import SILENT, Progress
from filmes_lake.transform.engine import Engine
from filmes_lake.transform.file_access import open_access
from filmes_lake.transform.pipeline import TransformRequest
from filmes_lake.workflows.publish import Followed, Published
from filmes_lake.workflows.transform import transform


@dataclass(frozen=True)
class PurgeResult:
    """What was purged, or would be: out of Raw, and the versions and the lists of faulty lines that went with it."""

    before: datetime
    purged: list[Purged]
    versions: list[str]
    error_lists: list[str]

    @property
    def answers(self) -> int:
        """Answers taken out of Raw."""
        return sum(purged.answers for purged in self.purged)


def find_purgeable(lake: Lake, engine: Engine, days: int) -> PurgeResult:
    """What `purge` would delete; nothing is written."""
    lake.require(Layer.RAW)
    before, terms = lake.now() - timedelta(days=days), _terms()
    purged = [found for each in terms for found in each.find(lake, before)]
    with tempfile.TemporaryDirectory() as scratch:
        holding = _versions_with(_Search(lake, engine, Path(scratch), before, _lost_parts(lake, purged)))
    return PurgeResult(before, purged, holding, _old_error_lists(lake, before))


def purge(
    lake: Lake, engine: Engine, catalog: Catalog, days: int, progress: Progress = SILENT
) -> Published[PurgeResult]:
    """Delete every answer older than that many days: from Raw, then, by rebuilding them, from Trusted and Refined.

    Older versions that hold such answers are deleted too, so they cannot be gone back to. The titles stay; reports
    count them as films without a TMDB record. Until all is deleted, `lake.purges` names it as unfinished.
    """
    lake.require(Layer.RAW)
    before, terms, followed = lake.now() - timedelta(days=days), _terms(), Followed()
    with lake.run("purge", older_than=days) as run, lake.storage.lock(layout.PURGE_LOCK, run.holder):
        with ExitStack() as locks:
            # Transforms are kept out from the start: one that is at work would stop the purge half-way, at the tables.
            for name in (layout.TRANSFORM_LOCK, *(name for each in terms for name in each.locks)):
                locks.enter_context(lake.storage.lock(name, run.holder))
            progress.step("raw answers")
            lake.purges.begin(BegunPurge(run_id=run.id, older_than=days, before=before, began_at=run.started_at))
            purged = [found for each in terms for found in each.purge(lake, run, before)]
        layers = [layer for layer in (Layer.TRUSTED, Layer.REFINED) if lake.versions.current(layer)]
        if layers:
            followed = transform(lake, engine, catalog, TransformRequest(layers), progress).catalog
        progress.step("older versions")
        versions = _versions_with(_Search(lake, engine, run.scratch, before, _lost_parts(lake, purged)))
        lake.versions.remove(versions)
        lake.versions.sweep()  # what a purge that was killed here had forgotten and not deleted
        error_lists = _old_error_lists(lake, before)
        for key in error_lists:
            lake.storage.delete(key)
        lake.purges.end(before)
        run.counts = {found.name: found.answers for found in purged}
        run.outcome = "done" if any((*versions, *error_lists, *run.counts.values())) else "unchanged"
    return Published(PurgeResult(before, purged, versions, error_lists), followed)


def _terms() -> list[Terms]:
    """The terms of every source that has some."""
    return [terms for package in registry.SOURCES if (terms := package.make_receiver().terms)]


def _lost_parts(lake: Lake, purged: list[Purged]) -> set[str]:
    """Keys of the parts that this purge and earlier ones took out of Raw."""
    earlier = (key for terms in _terms() for key in terms.lost(lake))
    return {*earlier, *(key for found in purged for key in found.parts)}


@dataclass(frozen=True)
class _Search:
    """A search for what was fetched `before` a moment, or came in a part that is `lost`."""

    lake: Lake
    engine: Engine
    scratch: Path
    before: datetime
    lost: set[str]


def _versions_with(search: _Search) -> list[str]:
    """The kept versions that hold older answers; Refined ones go with the Trusted one that they were made from."""
    kept = search.lake.versions.kept
    trusted = {manifest.version for manifest in kept(Layer.TRUSTED) if _may_hold(search, manifest)}
    refined = [manifest.version for manifest in kept(Layer.REFINED) if manifest.made_from in trusted]
    raw = [manifest.version for manifest in kept(Layer.RAW) if not search.lost.isdisjoint(_parts(manifest))]
    return [*refined, *sorted(trusted), *raw]


def _may_hold(search: _Search, manifest: Manifest) -> bool:
    """Whether a Trusted version holds older answers; of one whose files are damaged nobody can say that it does not."""
    try:
        return _holds(search, manifest)
    except Damaged:
        return True


def _holds(search: _Search, manifest: Manifest) -> bool:
    """Whether a Trusted version holds older answers, or one of a lost part as it came, among what it rejected.

    Of a version of an older program it is enough that the columns looked at are there.
    """
    quarantine = QUARANTINE.table.name
    fetched = {name: column for terms in _terms() for name, column in terms.answers.items() if name in manifest.tables}
    with (
        open_access(search.engine, search.lake, search.scratch) as access,
        search.engine.sessions(search.scratch) as open_session,
        open_session(manifest.bytes) as session,
    ):
        for name in (*fetched, *([quarantine] if quarantine in manifest.tables else [])):
            session.read_table(search.lake.schema.model_of(name), access.read(manifest.tables[name].files))
        rows = [session.rows(f"SELECT MIN({column}) AS oldest FROM {name}")[0] for name, column in fetched.items()]
        rejected = session.rows(f"SELECT DISTINCT origem FROM {quarantine}") if quarantine in manifest.tables else []
        access.verify()
    lost = any(row["origem"] in search.lost for row in rejected)
    return lost or any(row["oldest"] is not None and row["oldest"] < search.before for row in rows)


def _parts(manifest: Manifest) -> Iterator[str]:
    return (file.key for table in manifest.tables.values() for file in table.files)


def _old_error_lists(lake: Lake, before: datetime) -> list[str]:
    return [key for terms in _terms() for key in terms.error_lists(lake, before)]

"""Answers that the lake has lost: which they are, and how Raw goes on without them until they are asked for again."""

import shlex
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from filmes_lake.errors import Damaged, LakeError, NotFound
from filmes_lake.ingest.landing import Tables, publish_raw
from filmes_lake.ingest.source import Lost
from filmes_lake.ingest.tmdb.configured_files import forget_taken
from filmes_lake.ingest.tmdb.journal import TmdbJournal, outcomes_of, purged_parts, raw_parts, records_of
from filmes_lake.ingest.tmdb.outcome import Outcome, OutcomeKind
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run, RunRecord
from filmes_lake.lake.manifest import DataFile, TableVersion
from filmes_lake.models.kinds import Kind, Layer

# What chose the titles of a run that asked, by its parameters in the ledger, and the options that choose them again.
_OPTIONS = {
    "kind": "--kind",
    "source": "--from",
    "language": "--language",
    "genres": "--genre",
    "min_year": "--min-year",
    "min_votes": "--min-votes",
    "limit": "--limit",
}


@dataclass(frozen=True)
class TmdbRecovery:
    """Implements `Recovery`. A part that is gone from Raw is not known to the journal, so its titles are due again."""

    def lost(self, lake: Lake) -> list[Lost]:
        """See `Recovery.lost`."""
        return [lost for kind in Kind if (lost := _lost(lake, kind))]

    def mend(self, lake: Lake, run: Run, lost: Collection[str], aside: Callable[[str], None]) -> None:
        """See `Recovery.mend`."""
        for kind in Kind:
            _mend(lake, run, kind, lost, aside)


def _lost(lake: Lake, kind: Kind) -> Lost | None:
    parts = [file.key for file in _lost_parts(lake, kind)]
    titles = _lost_titles(lake, kind, set(parts))
    if not parts and not titles:
        return None
    runs = dict.fromkeys(map(layout.run_of_part, (*parts, *titles.values())))
    commands = dict.fromkeys(_command(lake, kind, run_id) for run_id in runs)
    return Lost(kind.names.tmdb_table, tuple(parts), tuple(titles), tuple(commands))


def _lost_parts(lake: Lake, kind: Kind) -> list[DataFile]:
    """The parts that the current raw version names and that are missing or of another size."""
    sizes = {entry.key: entry.size for entry in lake.storage.list(layout.raw_tmdb_prefix(kind))}
    return [file for file in raw_parts(lake, kind) if sizes.get(file.key) != file.bytes]


def _lost_titles(lake: Lake, kind: Kind, lost: set[str]) -> dict[str, str]:
    """Titles whose stored answers lie in no part any more, each with the part; what was purged is not lost."""
    listed = {entry.key for entry in lake.storage.list(layout.raw_tmdb_prefix(kind))}
    there, purged = listed - lost, purged_parts(lake, kind)
    outcomes = [outcome for outcome in outcomes_of(lake, kind) if outcome.result is not OutcomeKind.FAILED]
    gone = [outcome for outcome in outcomes if outcome.part and outcome.part not in there | purged]
    known = _newest(outcome for outcome in outcomes if outcome.part is None or outcome.part in there)
    return {found.identity: found.part or "" for found in gone if found.at > known.get(found.identity, "")}


def _newest(outcomes: Iterator[Outcome]) -> dict[str, str]:
    """When each title's newest outcome was."""
    newest: dict[str, str] = {}
    for outcome in outcomes:
        newest[outcome.identity] = max(outcome.at, newest.get(outcome.identity, ""))
    return newest


def _command(lake: Lake, kind: Kind, run_id: str) -> str:
    """The words that bring in again what a run brought in, as far as the ledger says how it did."""
    run = _run(lake, run_id)
    parameters = run.parameters if run and run.command == "ingest tmdb" else {}
    return shlex.join(["ingest", "tmdb", *_words({"kind": kind.value, **parameters})])


def _words(parameters: Mapping[str, Any]) -> Iterator[str]:
    for name, option in _OPTIONS.items():
        for value in _several(parameters.get(name)):
            yield from (option, value)


def _several(value: Any) -> list[str]:
    """A parameter's values as words: one, several or none."""
    return [str(each) for each in (value if isinstance(value, list) else [value]) if each is not None]


def _mend(lake: Lake, run: Run, kind: Kind, lost: Collection[str], aside: Callable[[str], None]) -> None:
    gone = {file.key for file in raw_parts(lake, kind)} & set(lost)
    for key in (*gone, *_unreadable(lake, kind)):
        aside(key)
    found = TmdbJournal(lake, kind).unpublished
    if not gone and not found:
        return
    table = kind.names.tmdb_table

    def mended(tables: Tables) -> Tables:
        before = tables[table].files if table in tables else ()
        files = (*(file for file in before if file.key not in gone), *found)
        return {**tables, table: TableVersion(files=tuple(sorted(files, key=lambda file: file.key)))}

    publish_raw(lake, run, mended)
    # Nobody goes back to a raw version, and what these name is not there.
    older = lake.versions.kept(Layer.RAW)
    lake.versions.remove([version.version for version in older if any(file.key in gone for file in version.files)])
    forget_taken(lake, kind, _sources(lake, gone))


def _unreadable(lake: Lake, kind: Kind) -> list[str]:
    """The parts that Raw does not name and that hold something else than records."""
    known = {file.key for file in raw_parts(lake, kind)} | purged_parts(lake, kind)
    listed = [entry.key for entry in lake.storage.list(layout.raw_tmdb_prefix(kind))]
    return [
        key for key in listed if layout.is_tmdb_part(key) and key not in known and not _holds_records(lake, kind, key)
    ]


def _holds_records(lake: Lake, kind: Kind, key: str) -> bool:
    try:
        return bool(records_of(lake, kind, key))
    except LakeError:
        return False


def _sources(lake: Lake, parts: Collection[str]) -> set[str]:
    """The files of saved records whose answers the parts held, as far as the ledger says so."""
    runs = (_run(lake, run_id) for run_id in {layout.run_of_part(key) for key in parts})
    return {source for run in runs if run for source in _several(run.parameters.get("source"))}


def _run(lake: Lake, run_id: str) -> RunRecord | None:
    """What the ledger says of a run; None where it says nothing, or no more."""
    try:
        return lake.ledger.entry(run_id)
    except (NotFound, Damaged):
        return None

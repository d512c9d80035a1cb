"""The lake's health: can it be read and written, is all there that its manifests name, who holds locks."""

import shlex
import uuid
from collections.abc import Iterable, Sequence

from filmes_lake.catalog.registration import Catalog, is_registered, lag
from filmes_lake.doctor.verdict import Check, broken, first_of, good, note, skipped
from filmes_lake.errors import Damaged, LakeError
from filmes_lake.ingest.registry import SOURCES
from filmes_lake.ingest.source import Lost
from filmes_lake.lake import layout
from filmes_lake.lake.documents import repair_command
from filmes_lake.lake.integrity import damaged, missing, remedy
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import DataFile, Manifest
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import Progress, format_bytes


def readable(lake: Lake) -> Check:
    """The pointer and what it points at."""
    layers = lake.versions.pointer().layers
    if layers:
        return good("lake", f"{lake.storage.uri}: {', '.join(layer.value for layer in Layer if layer in layers)}")
    return note(
        "lake", f"{lake.storage.uri}: nothing was ingested yet", "filmes-lake run, or filmes-lake ingest csv FILE"
    )


def ledger(lake: Lake) -> Check:
    """Whether every run's entry can be read."""
    runs, faults = lake.ledger.survey()
    return _damaged(lake, "ledger", faults) or good("ledger", f"{len(runs):,} runs")


def whole(lake: Lake) -> Check:
    """Whether every kept version's manifest and files are there, by name and size."""
    states = [state for layer in Layer for state in lake.versions.states(layer).values()]
    manifests = [state for state in states if isinstance(state, Manifest)]
    if found := _damaged(lake, "manifests", [state for state in states if isinstance(state, Damaged)]):
        return found
    files = _distinct(manifests)
    if faulty := missing(lake, files):
        return _faulty(lake, "manifests", "missing or of another size", faulty)
    return good("manifests", f"{len(manifests):,} versions, {len(files):,} files: all present")


def as_stored(lake: Lake, progress: Progress) -> Check:
    """Whether every byte of every kept version's files, Raw's too, is as it was stored."""
    files = _distinct([manifest for layer in Layer for manifest in lake.versions.kept(layer)])
    total = sum(file.bytes for file in files)
    if faulty := damaged(lake, files, progress.begin_bytes("hashing", total)):
        return _faulty(lake, "bytes", "missing, or not as they were stored", faulty)
    return good("bytes", f"{len(files):,} files, {format_bytes(total)}: all as they were stored")


def answers(lake: Lake) -> Check:
    """What sources cannot have back by themselves, such as TMDB's answers, with the commands that ask again."""
    recoveries = [recovery for package in SOURCES if (recovery := package.make_receiver().recovery)]
    lost = [found for recovery in recoveries for found in recovery.lost(lake)]
    if not lost:
        return good("answers", "none is lost")
    where = f" --lake {shlex.quote(lake.storage.uri)}"
    again = "; ".join(f"filmes-lake {command}{where}" for found in lost for command in found.commands)
    what = "; ".join(map(_lost, lost))
    if any(found.files for found in lost):
        return broken(
            "answers", what, f"put them back from a copy, or {repair_command(lake.storage)}, and then {again}"
        )
    return note("answers", what, again)


def _lost(lost: Lost) -> str:
    files = [f"parts missing or of another size: {len(lost.files):,} ({first_of(lost.files)})"] if lost.files else []
    titles = (
        [f"titles whose answer is in no part: {len(lost.titles):,} ({first_of(lost.titles)})"] if lost.titles else []
    )
    return f"{lost.name}: {'; '.join([*files, *titles])}"


def _damaged(lake: Lake, name: str, faults: Sequence[Damaged]) -> Check | None:
    return broken(name, first_of([fault.message for fault in faults]), repair_command(lake.storage)) if faults else None


def _distinct(manifests: Iterable[Manifest]) -> list[DataFile]:
    return list({file.key: file for manifest in manifests for file in manifest.files}.values())


def _faulty(lake: Lake, name: str, how: str, files: Sequence[DataFile]) -> Check:
    todo = "; then ".join(dict.fromkeys(remedy(lake, file.key) for file in files))
    return broken(name, f"{how}: {first_of([file.key for file in files])}", todo)


def writable(lake: Lake) -> Check:
    """Whether an object can be written and deleted; a lake that is not there yet is left so."""
    if lake.storage.folder and not lake.storage.folder.exists():
        return note("writing", f"{lake.storage.uri}: does not exist yet", "filmes-lake init creates it")
    for entry in lake.storage.list(layout.PROBES):  # of a doctor that was killed
        lake.storage.delete(entry.key)
    key = layout.probe(uuid.uuid4().hex)
    lake.storage.put(key, b"can this be written?")
    lake.storage.delete(key)
    return good("writing", "an object was written and deleted")


def catalog(catalog: Catalog) -> Check:
    """Whether the catalog shows the current tables of this very lake."""
    tables = catalog.states()
    if not is_registered(tables):
        return skipped("catalog", "the tables are not registered")
    if why := lag(tables):
        return note("catalog", f"{catalog.where} {why}", "filmes-lake catalog register")
    return good("catalog", f"{catalog.where} shows the current tables")


def locks(lake: Lake) -> Check:
    """Who holds a lock."""
    holders = lake.storage.holders()
    if not holders:
        return good("locks", "no locks held")
    held = "; ".join(f"{name} is held by {holder}" for name, holder in holders.items())
    return note("locks", held, "wait until it ends, or stop that process: a dead one's lock is free")


def raw_bytes(lake: Lake) -> int:
    """The size of the current raw files."""
    try:
        raw = lake.require(Layer.RAW)
    except LakeError:  # there is nothing yet, or it is reported already
        return 0
    return sum(table.bytes for table in raw.tables.values())

"""The lake's health: can it be read and written, is all there that its manifests name, who holds locks."""

import uuid
from collections.abc import Iterable, Sequence

from filmes_lake.doctor.verdict import Check, broken, good, note
from filmes_lake.errors import NotFound
from filmes_lake.lake import layout
from filmes_lake.lake.integrity import damaged, files_of, missing, remedy
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.versions import DataFile, Manifest
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import Progress, format_bytes

_NAMED = 3


def readable(lake: Lake) -> Check:
    """The pointer and what it points at."""
    layers = lake.versions.pointer().layers
    if layers:
        return good("lake", f"{lake.storage.uri}: {', '.join(layer.value for layer in Layer if layer in layers)}")
    return note(
        "lake", f"{lake.storage.uri}: nothing was ingested yet", "filmes-lake run, or filmes-lake ingest csv FILE"
    )


def whole(lake: Lake) -> Check:
    """Whether every kept version's manifest and files are there, by name and size."""
    manifests = [manifest for layer in Layer for manifest in lake.versions.kept(layer)]
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


def _distinct(manifests: Iterable[Manifest]) -> list[DataFile]:
    return list({file.key: file for manifest in manifests for file in files_of(manifest)}.values())


def _faulty(lake: Lake, name: str, how: str, files: Sequence[DataFile]) -> Check:
    named = ", ".join(file.key for file in files[:_NAMED])
    more = f" and {len(files) - _NAMED:,} more" if len(files) > _NAMED else ""
    todo = "; then ".join(dict.fromkeys(remedy(lake, file.key) for file in files))
    return broken(name, f"{how}: {named}{more}", todo)


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
    except NotFound:
        return 0
    return sum(table.bytes for table in raw.tables.values())

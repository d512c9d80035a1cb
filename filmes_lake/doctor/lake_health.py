"""The lake's health: can it be read and written, is all there that its manifests name, who holds locks."""

import uuid
from collections.abc import Iterator

from filmes_lake.doctor.verdict import Check, broken, good, note
from filmes_lake.errors import NotFound
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.versions import DataFile, Manifest
from filmes_lake.models.kinds import Layer

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
    sizes = {entry.key: entry.size for layer in Layer for entry in lake.storage.list(layout.layer_prefix(layer))}
    files = {file.key: (file.bytes, manifest) for manifest in manifests for file in _files(manifest)}
    if faulty := {key: manifest for key, (size, manifest) in files.items() if sizes.get(key) != size}:
        named = ", ".join(list(faulty)[:_NAMED])
        more = f" and {len(faulty) - _NAMED:,} more" if len(faulty) > _NAMED else ""
        raw = any(manifest.layer is Layer.RAW for manifest in faulty.values())
        todo = "put them back from a copy, or ingest again" if raw else "filmes-lake transform all --force"
        return broken("manifests", f"missing or of another size: {named}{more}", todo)
    return good("manifests", f"{len(manifests):,} versions, {len(files):,} files: all present")


def _files(manifest: Manifest) -> Iterator[DataFile]:
    return (file for table in manifest.tables.values() for file in table.files)


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

"""The one way into the raw layer: a new version of it, with tables changed."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from filmes_lake.errors import AlreadyExists, Conflict
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.lake.manifest import DataFile, Manifest, TableVersion
from filmes_lake.models.kinds import Layer
from filmes_lake.models.tables import Schema
from filmes_lake.progress import Advance, unobserved

_PUBLISH_ATTEMPTS = 10

Tables = dict[str, TableVersion]


def publish_raw(lake: Lake, run: Run, change: Callable[[Tables], Tables]) -> None:
    """Publish the raw layer with its tables changed; again where another kind's ingest was first."""
    for attempt in range(1, _PUBLISH_ATTEMPTS + 1):
        current = lake.versions.current(Layer.RAW)
        run.manifests += 1
        manifest = Manifest(
            version=layout.version_id(run.id, Layer.RAW, run.manifests),
            layer=Layer.RAW,
            run_id=run.id,
            created_at=lake.now(),
            program=lake.program,
            tables=change(dict(current.tables) if current else {}),
        )
        try:
            lake.versions.publish(manifest, current.version if current else None)
        except Conflict:
            if attempt == _PUBLISH_ATTEMPTS:
                raise
        else:
            run.versions[Layer.RAW.value] = manifest.version
            return


def publish_more(lake: Lake, run: Run, table: str, new: Sequence[DataFile]) -> None:
    """Publish the raw layer with files added to those of a table."""

    def with_more(tables: Tables) -> Tables:
        before = tables[table].files if table in tables else ()
        # By key: what a killed run had stored, two others may have found.
        files = {file.key: file for file in (*new, *before)}
        return {**tables, table: TableVersion(files=tuple(sorted(files.values(), key=lambda file: file.key)))}

    publish_raw(lake, run, with_more)


def with_snapshots(schema: Schema, source: str, before: Tables, new: Tables) -> Tables:
    """The raw tables with these snapshots of a source, without those of other sources' whose kinds they are about.

    Per kind the newest snapshot is read, of whichever source. The files of the others stay in Raw, where older versions
    name them.
    """
    tables = {**before, **new}
    found = next((each for each in schema.sources if each.name == source), None)
    return {name: tables[name] for name in tables if found is None or name in schema.newest(found, tables)}


def put_under_one(
    lake: Lake, keys: Iterable[str], path: Path, sha256: str, advance: Advance = unobserved
) -> str | None:
    """Store a file under the first of the keys that is free or has its bytes; that key, or None where none is so."""
    for key in keys:
        try:
            lake.storage.put_files([(key, path)], advance)
        except AlreadyExists:
            if _sha256(lake.storage.local(key, path.parent)) != sha256:
                continue
        return key
    return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

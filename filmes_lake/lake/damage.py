"""What is damaged among the lake's own documents. Nothing is written here, but for `set_aside`."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

from filmes_lake.errors import AlreadyExists, Damaged, NotFound
from filmes_lake.lake import layout
from filmes_lake.lake.documents import GONE, parse
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import RunRecord
from filmes_lake.lake.manifest import DataFile, Manifest
from filmes_lake.lake.storage import Entry, Storage
from filmes_lake.lake.storage.parallel import in_parallel
from filmes_lake.lake.versions import Pointer
from filmes_lake.models.kinds import Layer


class Fault(NamedTuple):
    """Something that is not what it should be, by its key or its id, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Survey:
    """The lake's documents as they are: those that can be read, and what is wrong with the others.

    `pointer` is None where it is damaged or gone; `token` stands for what lies there. `files` are those of the layers,
    by their keys.
    """

    pointer: Pointer | None
    token: str | None
    manifests: dict[str, Manifest]
    runs: list[RunRecord]
    faults: tuple[Fault, ...]
    files: dict[str, Entry]

    def of(self, layer: Layer) -> list[Manifest]:
        """The layer's manifests, published or not, the newest first."""
        found = [manifest for manifest in self.manifests.values() if manifest.layer is layer]
        return sorted(found, key=lambda manifest: manifest.created_at, reverse=True)

    def newer(self, layer: Layer, version: str | None) -> list[Manifest]:
        """The layer's manifests that are newer than that of a version, the newest first; all, for none."""
        than = self.manifests.get(version or "")
        return [manifest for manifest in self.of(layer) if than is None or manifest.created_at > than.created_at]

    def committed(self, layer: Layer) -> set[str]:
        """The versions of the layer that were published: the pointer says so or, where it is lost, the ledger.

        Of Trusted, also what a published Refined version was made from.
        """
        if self.pointer:
            found = self.pointer.layers.get(layer)
            return set(found.kept) if found else set()
        said = {version for _, version in self.moves(layer)}
        if layer is not Layer.TRUSTED:
            return said
        refined = (self.manifests.get(version) for version in self.committed(Layer.REFINED))
        return said | {manifest.made_from for manifest in refined if manifest and manifest.made_from}

    def moves(self, layer: Layer) -> list[tuple[datetime, str]]:
        """When which version of the layer was made current, as the ledger has it, the last first.

        What a run published counts from when its manifest was made: a version is made upon the one before it, so of
        two runs at a time the later manifest is the later version. What a run went back to counts from its end.
        """
        return sorted(
            (
                (self._moment(run, run.versions[layer]), run.versions[layer])
                for run in self.runs
                if layer in run.versions
            ),
            reverse=True,
        )

    def missing(self, files: Sequence[DataFile]) -> list[DataFile]:
        """Those of the files that are gone or of another size."""
        return [file for file in files if file.key not in self.files or self.files[file.key].size != file.bytes]

    def _moment(self, run: RunRecord, version: str) -> datetime:
        manifest = self.manifests.get(version)
        published = manifest and manifest.run_id == run.run_id
        return manifest.created_at if manifest and published else run.ended_at or run.started_at


def survey(lake: Lake) -> Survey:
    """Look at every document of the lake, and list the layers' files."""
    look, token = lake.versions.look()
    pointer, of_pointer = (None, [_fault(look)]) if isinstance(look, Damaged) else (look, [])
    manifests, of_manifests = _look_at_manifests(lake, pointer)
    runs, of_runs = lake.ledger.survey()
    faults = (*of_pointer, *of_manifests, *(_fault(error) for error in of_runs))
    files = {entry.key: entry for layer in Layer for entry in lake.storage.list(layout.layer_prefix(layer))}
    return Survey(pointer, token, manifests, runs, faults, files)


def set_aside(storage: Storage, run_id: str, key: str) -> None:
    """Move what lies under the key to where the repair `run_id` keeps what was damaged, if anything lies there."""
    with suppress(NotFound):
        copy_aside(storage, run_id, key)
        storage.delete(key)


def copy_aside(storage: Storage, run_id: str, key: str) -> None:
    """Copy what lies under the key to where the repair `run_id` keeps what was damaged; NotFound where nothing does."""
    data = storage.get(key).data
    with suppress(AlreadyExists):
        storage.put(layout.damaged(run_id, key), data)


def _look_at_manifests(lake: Lake, pointer: Pointer | None) -> tuple[dict[str, Manifest], list[Fault]]:
    keys = [entry.key for entry in lake.storage.list(layout.VERSIONS) if layout.is_version(entry.key)]
    found = [look for look in in_parallel([partial(_look, lake.storage, key) for key in keys]) if look]
    manifests = {look.version: look for look in found if isinstance(look, Manifest)}
    gone = sorted({layout.version(version) for version in (pointer.kept if pointer else ())} - set(keys))
    faults = [*(_fault(look) for look in found if isinstance(look, Damaged)), *(Fault(key, GONE) for key in gone)]
    return manifests, faults


def _look(storage: Storage, key: str) -> Manifest | Damaged | None:
    """The manifest under a key that was listed, or what is wrong with it; None where it was swept meanwhile."""
    try:
        return parse(storage, Manifest, storage.get(key).data, key, layout.version_of(key))
    except NotFound:
        return None
    except Damaged as error:
        return error


def _fault(error: Damaged) -> Fault:
    return Fault(error.key, error.why)

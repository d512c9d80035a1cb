"""Versions: what a layer's tables were made of, and the one pointer that says which version is current.

A version's files and its manifest are written first, under names no one reads. Then the pointer is moved by
compare-and-swap: that is the only commit. Readers begin at the pointer and take file names from manifests.
"""

import random
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from time import sleep
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from filmes_lake.errors import Conflict, LakeError, NotFound, SettingsError
from filmes_lake.lake import layout
from filmes_lake.lake.storage import Storage
from filmes_lake.log import logger
from filmes_lake.models.kinds import Layer

KEEP_VERSIONS = 3
KEEP_FOR = timedelta(hours=24)
_SWAP_ATTEMPTS = 20
_PAUSE_SECONDS = 0.01
_LONGEST_PAUSE_SECONDS = 1.0


class _Document(BaseModel):
    """A JSON object of the lake; members that a newer program added are kept out, not refused."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    def to_json(self) -> bytes:
        """The document as it is stored."""
        return self.model_dump_json(indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes, key: str) -> Self:
        """The document stored under `key`; LakeError where something else lies there."""
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            raise LakeError(
                f"{key}: not a valid document: {error.errors()[0]['msg']}", "was it changed by hand?"
            ) from error


class DataFile(_Document):
    """One file: key in the lake, size in bytes, rows (data lines, records), SHA-256 of its bytes.

    `oldest` is when the oldest answer in a TMDB part was fetched (UTC); None for other files.
    """

    key: str
    bytes: int
    rows: int
    sha256: str
    oldest: datetime | None = None


class TableVersion(_Document):
    """A table of a version. `columns` maps names to types; a CSV's are its header's words, TMDB parts have none."""

    files: tuple[DataFile, ...]
    columns: dict[str, str] = {}

    @property
    def rows(self) -> int:
        """Rows of all files."""
        return sum(file.rows for file in self.files)

    @property
    def bytes(self) -> int:
        """Bytes of all files."""
        return sum(file.bytes for file in self.files)


class Manifest(_Document):
    """A version of a layer. `fingerprint` names what it was made of; equal ones need no new version."""

    format: int = 1
    version: str
    layer: Layer
    run_id: str
    created_at: datetime
    program: str
    tables: dict[str, TableVersion]
    fingerprint: dict[str, str] = {}
    made_from: str | None = None
    accounting: dict[str, dict[str, Any]] = {}


class LayerPointer(_Document):
    """The current version of a layer and those that are kept, newest first."""

    current: str
    kept: tuple[str, ...]


class Pointer(_Document):
    """The one pointer of the lake."""

    format: int = 1
    layers: dict[Layer, LayerPointer] = {}


class Versions:
    """Reads, publishes and removes versions of a storage; `clock` gives the time in UTC."""

    def __init__(self, storage: Storage, clock: Callable[[], datetime]) -> None:
        self._storage = storage
        self._clock = clock

    def pointer(self) -> Pointer:
        """Where every layer stands; empty for a new lake."""
        return self._pointer_and_token()[0]

    def current(self, layer: Layer) -> Manifest | None:
        """The layer's current manifest; None where nothing was published yet."""
        found = self.pointer().layers.get(layer)
        return self.manifest(found.current) if found else None

    def manifest(self, version: str) -> Manifest:
        """A kept version's manifest; NotFound where there is none."""
        key = layout.version(version)
        try:
            return Manifest.from_json(self._storage.get(key).data, key)
        except NotFound as error:
            raise NotFound(f"{version}: no such version is kept", "see: filmes-lake versions") from error

    def kept(self, layer: Layer) -> list[Manifest]:
        """Every version of the layer that can be gone back to, newest first."""
        found = self.pointer().layers.get(layer)
        return [self.manifest(version) for version in found.kept] if found else []

    def publish(self, manifest: Manifest, replaces: str | None) -> None:
        """Make a version current, if `replaces` still is; else Conflict. The files must be there already."""
        self._storage.put(layout.version(manifest.version), manifest.to_json())

        def move(pointer: Pointer) -> Pointer:
            before = pointer.layers.get(manifest.layer)
            if (before.current if before else None) != replaces:
                raise Conflict(
                    f"{self._storage.uri}: another run published {manifest.layer.value} meanwhile",
                    "run the command again",
                )
            kept = (manifest.version, *(before.kept if before else ()))
            moved = LayerPointer(current=manifest.version, kept=kept)
            return pointer.model_copy(update={"layers": {**pointer.layers, manifest.layer: moved}})

        self._move(move)

    def roll_back(self, version: str | None = None) -> dict[Layer, str]:
        """Move the pointer to an older version, and Trusted to what that Refined was made from.

        Without `version`: the Refined version (Trusted where there is none) before the current one.
        """
        manifest = self.manifest(self._version_before() if version is None else version)
        if manifest.layer not in layout.SWEPT:
            raise LakeError(f"{manifest.version}: raw files are never rolled back", "see: filmes-lake versions")
        moves = {manifest.layer: manifest.version}
        if manifest.layer is Layer.REFINED and manifest.made_from:
            moves[Layer.TRUSTED] = manifest.made_from

        def move(pointer: Pointer) -> Pointer:
            layers = dict(pointer.layers)
            for layer, target in moves.items():
                if layer not in layers or target not in layers[layer].kept:
                    raise NotFound(f"{target}: no such version is kept", "see: filmes-lake versions")
                layers[layer] = layers[layer].model_copy(update={"current": target})
            return pointer.model_copy(update={"layers": layers})

        self._move(move)
        return moves

    def sweep(self) -> list[str]:
        """Forget versions past their time and delete files that no kept version names; the keys deleted.

        Kept: the current version, the last 3, those younger than 24 hours, and what a kept one was made from.
        A file that no manifest names goes when it is older than 24 hours: a run may be writing it.
        """
        self._move(self._forget)
        kept = self._kept()
        named = self._named(kept)
        dead = [
            *self._unnamed(layout.VERSIONS, {layout.version(version) for version in kept}),
            *(key for layer in layout.SWEPT for key in self._unnamed(layout.layer_prefix(layer), named)),
        ]
        return [key for key in dead if self._delete(key)]

    def remove(self, versions: Collection[str]) -> list[str]:
        """Forget these versions now, and delete what only they name; the keys deleted. A current one stays.

        Raw files stay too: they are not a version's own.
        """
        manifests = [self.manifest(version) for version in versions]

        def forget(pointer: Pointer) -> Pointer:
            layers = {
                layer: found.model_copy(
                    update={"kept": tuple(v for v in found.kept if v == found.current or v not in versions)}
                )
                for layer, found in pointer.layers.items()
            }
            return pointer.model_copy(update={"layers": layers})

        self._move(forget)
        kept = self._kept()
        gone = [manifest for manifest in manifests if manifest.version not in kept]
        named = self._named(kept)
        files = [
            file.key
            for manifest in gone
            if manifest.layer in layout.SWEPT
            for table in manifest.tables.values()
            for file in table.files
        ]
        dead = [*(layout.version(manifest.version) for manifest in gone), *(key for key in files if key not in named)]
        return [key for key in dead if self._delete(key)]

    def _kept(self) -> set[str]:
        return {version for layer in self.pointer().layers.values() for version in layer.kept}

    def _named(self, versions: Iterable[str]) -> set[str]:
        """The files that these versions are made of."""
        tables = (table for version in versions for table in self.manifest(version).tables.values())
        return {file.key for table in tables for file in table.files}

    def _delete(self, key: str) -> bool:
        """Delete what nobody needs; where that fails, the next sweep tries again.

        Windows deletes nothing that somebody reads, and who may publish to S3 need not be allowed to delete.
        """
        try:
            self._storage.delete(key)
        except (LakeError, SettingsError) as error:
            logger.warning("%s; the next sweep tries again", error.message)
            return False
        return True

    def _unnamed(self, prefix: str, named: Iterable[str]) -> list[str]:
        limit = self._clock() - KEEP_FOR
        return [entry.key for entry in self._storage.list(prefix) if entry.key not in named and entry.modified < limit]

    def _forget(self, pointer: Pointer) -> Pointer:
        layers: dict[Layer, LayerPointer] = {}
        needed: set[str] = set()
        # Refined first: it says which Trusted versions are still needed.
        for layer in sorted(pointer.layers, key=list(Layer).index, reverse=True):
            found = pointer.layers[layer]
            kept = tuple(
                version
                for place, version in enumerate(found.kept)
                if place < KEEP_VERSIONS or version in {found.current, *needed} or self._is_young(version)
            )
            needed = {made_from for version in kept if (made_from := self.manifest(version).made_from)}
            layers[layer] = found.model_copy(update={"kept": kept})
        return pointer.model_copy(update={"layers": layers})

    def _is_young(self, version: str) -> bool:
        return self.manifest(version).created_at > self._clock() - KEEP_FOR

    def _version_before(self) -> str:
        layers = self.pointer().layers
        for layer in (Layer.REFINED, Layer.TRUSTED):
            if found := layers.get(layer):
                older = found.kept[found.kept.index(found.current) + 1 :]
                if older:
                    return older[0]
        raise NotFound(f"{self._storage.uri}: there is no older version to go back to", "see: filmes-lake versions")

    def _pointer_and_token(self) -> tuple[Pointer, str | None]:
        try:
            blob = self._storage.get(layout.POINTER)
        except NotFound:
            return Pointer(), None
        return Pointer.from_json(blob.data, layout.POINTER), blob.token

    def _move(self, change: Callable[[Pointer], Pointer]) -> None:
        """Apply `change` to the pointer as it stands, again where another layer's writer was first."""
        for attempt in range(_SWAP_ATTEMPTS):
            pointer, token = self._pointer_and_token()
            changed = change(pointer)
            if changed == pointer:
                return
            try:
                self._storage.swap(layout.POINTER, changed.to_json(), token)
            except Conflict:
                if attempt == _SWAP_ATTEMPTS - 1:
                    raise
            else:
                return
            # At random, so that writers who met do not meet again.
            sleep(random.uniform(0, min(_LONGEST_PAUSE_SECONDS, _PAUSE_SECONDS * 2**attempt)))  # noqa: S311

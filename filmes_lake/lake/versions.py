"""Versions of a layer, and the one pointer that says which is current.

A version's files and its manifest are written first, under names no one reads. Then the pointer is moved by
compare-and-swap: that is the only commit. Readers begin at the pointer and take file names from manifests.
"""

import random
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from time import sleep
from typing import Self

from pydantic import model_validator

from filmes_lake.errors import Conflict, Damaged, LakeError, NotFound, SettingsError
from filmes_lake.lake import layout
from filmes_lake.lake.documents import GONE, damaged, parse
from filmes_lake.lake.manifest import FrozenDocument, Manifest
from filmes_lake.lake.storage import Blob, Entry, Storage
from filmes_lake.log import logger
from filmes_lake.models.kinds import Layer

KEEP_VERSIONS = 3
KEEP_FOR = timedelta(hours=24)
_SWAP_ATTEMPTS = 20
_PAUSE_SECONDS = 0.01
_LONGEST_PAUSE_SECONDS = 1.0


class LayerPointer(FrozenDocument):
    """The current version of a layer and those that are kept, newest first."""

    current: str
    kept: tuple[str, ...]

    @model_validator(mode="after")
    def _keeps_the_current(self) -> Self:
        if self.current not in self.kept:
            raise ValueError("the current version is not kept")
        return self


class Pointer(FrozenDocument):
    """The one pointer of the lake. `layers` has no default: a document that does not speak of them is no pointer."""

    format: int = 1
    layers: dict[Layer, LayerPointer]

    @property
    def kept(self) -> set[str]:
        """The versions of all layers that are kept."""
        return {version for layer in self.layers.values() for version in layer.kept}


State = Manifest | Damaged
"""A kept version: its manifest, or what is wrong with that."""


class Versions:
    """Reads, publishes and removes versions of a storage; `clock` gives the time in UTC.

    `has_published` says whether any run ended that published something: where the pointer is gone, that tells a damaged
    lake from a new one.
    """

    def __init__(self, storage: Storage, clock: Callable[[], datetime], has_published: Callable[[], bool]) -> None:
        self._storage = storage
        self._clock = clock
        self._has_published = has_published

    def pointer(self) -> Pointer:
        """Where every layer stands; empty for a new lake. Damaged where it is no pointer, or gone."""
        return self._pointer_and_token()[0]

    def look(self) -> tuple[Pointer | Damaged, str | None]:
        """The pointer, or what is wrong with it, and the token that stands for what lies there; None for nothing."""
        blob = None
        try:
            blob = self._stored_pointer()
            pointer = parse(self._storage, Pointer, blob.data, layout.POINTER) if blob else Pointer(layers={})
        except Damaged as error:
            return error, blob.token if blob else None
        return pointer, blob.token if blob else None

    def current(self, layer: Layer) -> Manifest | None:
        """The layer's current manifest; None where nothing was published yet."""
        found = self.pointer().layers.get(layer)
        return self.manifest(found.current) if found else None

    def manifest(self, version: str) -> Manifest:
        """A version's manifest; NotFound where there is none, Damaged where a kept one is gone or is none."""
        key = layout.version(version)
        try:
            data = self._storage.get(key).data
        except NotFound as error:
            if version in self.pointer().kept:
                raise damaged(self._storage, key, GONE) from error
            raise NotFound(f"{version}: no such version is kept", "see: filmes-lake versions") from error
        return parse(self._storage, Manifest, data, key, version)

    def states(self, layer: Layer) -> dict[str, State]:
        """Every kept version of the layer, newest first: its manifest, or what is wrong with that."""
        found = self.pointer().layers.get(layer)
        return self._states(found.kept if found else ())

    def kept(self, layer: Layer) -> list[Manifest]:
        """Every version of the layer that can be gone back to, newest first; damaged ones are passed over."""
        return [found for found in self.states(layer).values() if isinstance(found, Manifest)]

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
        manifest = self._intact(self._version_before() if version is None else version)
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
        A file that no manifest names goes when it is older than 24 hours: a run may be writing it. Where a kept
        manifest of the layer is damaged, and may have named it, it stays. Of Raw only conversions can go.
        """
        self._move(self._forget)
        kept = {layer: self.states(layer) for layer in Layer}
        manifests = {layout.version(version) for states in kept.values() for version in states}
        named = _named(state for states in kept.values() for state in states.values())
        dead = [
            *self._unnamed(layout.VERSIONS, manifests),
            *(
                key
                for layer, prefix in layout.SWEPT_PREFIXES.items()
                if _is_sure(layer, kept[layer])
                for key in self._unnamed(prefix, named)
            ),
        ]
        return [key for key in dead if self._delete(key)]

    def unnamed(self, prefixes: Iterable[str]) -> list[Entry]:
        """What lies in Raw below the prefixes and no version names that a sweep keeps; Damaged where one cannot say.

        What is being stored no version names yet, so that the caller keeps others from storing there.
        """
        raw = self._forget(self.pointer()).layers.get(Layer.RAW)
        states = self._states(raw.kept if raw else ()).values()
        if fault := next((state for state in states if isinstance(state, Damaged)), None):
            raise fault
        named = _named(states)
        return [entry for prefix in prefixes for entry in self._storage.list(prefix) if entry.key not in named]

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
        kept = self._states(self.pointer().kept)
        gone = [manifest for manifest in manifests if manifest.version not in kept]
        named = _named(kept.values())
        files = [file.key for manifest in gone if manifest.layer in layout.SWEPT for file in manifest.files]
        dead = [*(layout.version(manifest.version) for manifest in gone), *(key for key in files if key not in named)]
        return [key for key in dead if self._delete(key)]

    def rebuild(self, pointer: Pointer, token: str | None) -> None:
        """Write the pointer in place of what has that token, whatever it is; Conflict where that is gone by now."""
        self._storage.swap(layout.POINTER, pointer.to_json(), token)

    def _states(self, versions: Iterable[str]) -> dict[str, State]:
        return {version: self._state(version) for version in versions}

    def _state(self, version: str) -> State:
        try:
            return self.manifest(version)
        except Damaged as error:
            return error

    def _intact(self, version: str) -> Manifest:
        """The manifest of a version, if that of the version which it was made from can be read too."""
        manifest = self.manifest(version)
        if manifest.made_from:
            self.manifest(manifest.made_from)
        return manifest

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
            states = self._states(found.kept)
            kept = tuple(
                version
                for place, version in enumerate(found.kept)
                if place < KEEP_VERSIONS or version in {found.current, *needed} or self._is_young(states[version])
            )
            needed = _made_from([states[version] for version in kept], pointer)
            layers[layer] = found.model_copy(update={"kept": kept})
        return pointer.model_copy(update={"layers": layers})

    def _is_young(self, state: State) -> bool:
        """Whether a version may be younger than 24 hours; of a damaged one nobody knows."""
        return isinstance(state, Damaged) or state.created_at > self._clock() - KEEP_FOR

    def _version_before(self) -> str:
        layers = self.pointer().layers
        for layer in (Layer.REFINED, Layer.TRUSTED):
            if found := layers.get(layer):
                older = found.kept[found.kept.index(found.current) + 1 :]
                if older:
                    return next(filter(self._can_return, older), older[0])
        raise NotFound(f"{self._storage.uri}: there is no older version to go back to", "see: filmes-lake versions")

    def _can_return(self, version: str) -> bool:
        try:
            self._intact(version)
        except Damaged as error:
            logger.warning("%s is passed over: %s (%s)", version, error.message, error.hint)
            return False
        return True

    def _pointer_and_token(self) -> tuple[Pointer, str | None]:
        pointer, token = self.look()
        if isinstance(pointer, Damaged):
            raise pointer
        return pointer, token

    def _stored_pointer(self) -> Blob | None:
        """The pointer as it is stored; None for a new lake, Damaged where it is gone."""
        found = self._get_pointer()
        if found is None and self._has_published():
            # A run says what it published after it has moved the pointer: one that was quick is seen now.
            found = self._get_pointer()
            if found is None:
                raise damaged(self._storage, layout.POINTER, f"{GONE}, and the ledger says what was published")
        return found

    def _get_pointer(self) -> Blob | None:
        try:
            return self._storage.get(layout.POINTER)
        except NotFound:
            return None

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


def _named(states: Iterable[State]) -> set[str]:
    """The files that these versions are made of, as far as they can be read."""
    return {each.key for state in states if isinstance(state, Manifest) for file in state.files for each in file.all}


def _made_from(states: Iterable[State], pointer: Pointer) -> set[str]:
    """The versions that these were made from; where one is damaged, any may be."""
    if any(isinstance(state, Damaged) for state in states):
        return pointer.kept
    return {state.made_from for state in states if isinstance(state, Manifest) and state.made_from}


def _is_sure(layer: Layer, states: Mapping[str, State]) -> bool:
    """Whether all that the layer's kept versions name is known."""
    faults = [state for state in states.values() if isinstance(state, Damaged)]
    for fault in faults:
        logger.warning("%s: files that no version names stay: %s (%s)", layer.folder, fault.message, fault.hint)
    return not faults

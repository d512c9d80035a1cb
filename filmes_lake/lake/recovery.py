"""What the pointer can be rebuilt from.

The ledger says what was committed. A whole manifest alone does not: losers of races and killed runs leave whole ones
too, and newer ones.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from filmes_lake.lake.damage import Fault, Survey
from filmes_lake.lake.manifest import Manifest
from filmes_lake.lake.versions import LayerPointer, Pointer
from filmes_lake.models.kinds import Layer

_AS_IT_WAS = "as the pointer says"
_LAST = "the last that the ledger says was current"
_NEWEST = "the newest that can be had of those that were published"
_HOLDS_ALL = "no run says that it published it, but it holds every file of the last one of which a run does"
_NOTHING = "no version that was published can be had"

_UNREADABLE = "its manifest cannot be read"
_NOT_WHOLE = "files of it are missing or of another size"
_WITHOUT_TRUSTED = "the trusted version that it was made from cannot be had"
_UNPUBLISHED = "no run says that it published it"


@dataclass(frozen=True)
class Choice:
    """What a layer's entry in the pointer is to be: its current version, if there is one, those that are kept, and why.

    `before` is what the entry was, where that can be read. `passed_over` are versions that one might have expected.
    """

    layer: Layer
    current: str | None
    kept: tuple[str, ...]
    why: str
    before: LayerPointer | None = None
    passed_over: tuple[Fault, ...] = ()

    @property
    def entry(self) -> LayerPointer | None:
        """The layer's entry."""
        return LayerPointer(current=self.current, kept=self.kept) if self.current else None


def choose(found: Survey, purged: Collection[str]) -> list[Choice]:
    """What each layer's entry is to be; `purged` are the files of Raw that purges took out."""
    raw = _Candidates(found, Layer.RAW).choice()
    trusted = _Candidates(found, Layer.TRUSTED).choice()
    refined = _Candidates(found, Layer.REFINED, trusted.kept).choice()
    return [raw if found.pointer else _adopting(found, raw, purged), trusted, refined]


def pointer_of(choices: Sequence[Choice]) -> Pointer:
    """The pointer with these entries."""
    return Pointer(layers={choice.layer: choice.entry for choice in choices if choice.entry})


@dataclass(frozen=True)
class _Candidates:
    """The versions of a layer that can be current; of Refined, those whose Trusted is among `bases`."""

    found: Survey
    layer: Layer
    bases: Collection[str] | None = None

    def choice(self) -> Choice:
        """The first that can be had of those that were current, the last first, and then of all that were published."""
        good = [version for version in self._published() if not self._fault(version)]
        expected = list(dict.fromkeys([*self._current(), *self._moves(), *good]))
        current = next((version for version in expected if version in good), None)
        passed = [Fault(version, self._fault(version) or "") for version in _before(expected, current)]
        kept = tuple(version for version in good if version == current or self._is_kept(version))
        why = self._why(current, passed)
        return Choice(self.layer, current, kept, why, self._before, (*passed, *self._unpublished(current)))

    @property
    def _before(self) -> LayerPointer | None:
        return self.found.pointer.layers.get(self.layer) if self.found.pointer else None

    def _current(self) -> list[str]:
        return [self._before.current] if self._before else []

    def _published(self) -> list[str]:
        """The published versions, the newest first; the pointer's own order where it can be read."""
        if self.found.pointer:
            return list(self._before.kept) if self._before else []
        committed = self.found.committed(self.layer)
        return [manifest.version for manifest in self.found.of(self.layer) if manifest.version in committed]

    def _moves(self) -> Iterator[str]:
        committed = self.found.committed(self.layer)
        return (version for _, version in self.found.moves(self.layer) if version in committed)

    def _fault(self, version: str) -> str | None:
        """Why a version cannot be current."""
        manifest = self.found.manifests.get(version)
        if manifest is None:
            return _UNREADABLE
        if self.bases is not None and manifest.made_from and manifest.made_from not in self.bases:
            return _WITHOUT_TRUSTED
        # Raw's files belong to no version: those that are lost would be lost to an older one too.
        return None if self.layer is Layer.RAW or self._is_kept(version) else _NOT_WHOLE

    def _is_kept(self, version: str) -> bool:
        """Whether one can go back to a version: the pointer says so, or its files are there."""
        return bool(self.found.pointer) or not self.found.missing(self.found.manifests[version].files)

    def _unpublished(self, current: str | None) -> Iterator[Fault]:
        """The manifests that are newer than the version chosen, and of which nobody says that they were published."""
        if self.found.pointer is None:
            known = self.found.committed(self.layer)
            for manifest in self.found.newer(self.layer, current):
                if manifest.version not in known:
                    yield Fault(manifest.version, _UNPUBLISHED)

    def _why(self, current: str | None, passed: list[Fault]) -> str:
        if current is None:
            return _NOTHING
        if passed:
            return _NEWEST
        return _AS_IT_WAS if self.found.pointer else _LAST


def _adopting(found: Survey, chosen: Choice, purged: Collection[str]) -> Choice:
    """The choice of Raw where the pointer is lost: a run that was killed after it published says so nowhere.

    So a newer manifest than the last of which a run does say so is taken if it holds every file of that one.
    """
    if any(fault.why != _UNPUBLISHED for fault in chosen.passed_over):
        return chosen  # what the last one held is not known
    last = found.manifests.get(chosen.current or "")
    needed = {file.key for file in last.files} - set(purged) if last else set()
    newer = (found.manifests[fault.what] for fault in chosen.passed_over)
    taken = next(
        (manifest for manifest in newer if needed <= _keys(manifest) and not found.missing(manifest.files)), None
    )
    if taken is None:
        return chosen
    passed = tuple(fault for fault in chosen.passed_over if fault.what != taken.version)
    kept = (taken.version, *chosen.kept)
    return replace(chosen, current=taken.version, kept=kept, why=_HOLDS_ALL, passed_over=passed)


def _keys(manifest: Manifest) -> set[str]:
    return {file.key for file in manifest.files}


def _before(versions: list[str], chosen: str | None) -> list[str]:
    """Those that come before the one that was chosen; all, if none was."""
    return versions[: versions.index(chosen)] if chosen else versions

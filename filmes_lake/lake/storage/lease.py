"""Leases: locks among machines. An object says who holds the lock, and holds it while it is renewed.

Nothing is decided by a lease alone: whoever publishes does so by compare-and-swap of the pointer. A lease keeps two
runs from doing the same work, and sets what a living run is at apart from what a dead one left.

A lease is given back by a write that names no holder, on the condition that it is the holder's still. To delete it on
that condition would leave nothing, but not every server can: some refuse, some delete the next holder's.
"""

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from filmes_lake.errors import FilmesLakeError, LakeError, LockHeld, NotFound
from filmes_lake.lake import layout
from filmes_lake.lake.storage.files import alone, try_lock, writing
from filmes_lake.lake.storage.s3_objects import S3Objects
from filmes_lake.log import logger

_NOBODY = ""


@dataclass(frozen=True)
class Timing:
    """How long a lease holds without renewal, and how often it is renewed; in seconds."""

    life: float = 60
    renewal: float = 15


@dataclass(frozen=True)
class _Taken:
    """A lease as it was found: its token, the words and the machine of its holder, whether its time is over.

    One that was given back has no words.
    """

    token: str
    holder: str
    machine: str
    expired: bool


class Leases:
    """The leases of a lake. Beside each one that this machine holds lies, in `folder`, a lock of the operating system.

    So the lease of a process that was killed on this machine is free at once, and another machine's when it expires.
    """

    def __init__(self, objects: S3Objects, folder: Path, timing: Timing) -> None:
        self._objects, self._folder, self._timing = objects, folder, timing

    @contextmanager
    def hold(self, name: str, holder: str) -> Iterator[None]:
        """Hold the lease `name`, or LockHeld with the words of whoever has it."""
        lock = try_lock(self._lock(name))
        if lock is None:
            raise self._held(name)
        try:
            found = self._read(name)
            if found and not self._is_over(found):
                raise self._held(name)
            token = self._write(name, holder, found.token if found else None)
            if token is None:
                raise self._held(name)
            with self._renewed(name, holder, token):
                yield
        finally:
            lock.release()

    def is_dead(self, name: str, *, if_absent: bool = True) -> bool:
        """Whether whoever held the lease is gone; `if_absent` where nobody took it or it was given back."""
        if self._holding(name) is None:
            return if_absent
        lock = try_lock(self._lock(name))
        if lock is None:
            return False
        try:
            found = self._holding(name)
            return if_absent if found is None else self._is_over(found)
        finally:
            lock.release()

    def forget(self, name: str) -> None:
        """Remove the lease of somebody who is gone, and what this machine has of it."""
        self._objects.delete(layout.lock(name))
        with suppress(OSError):
            self._lock(name).unlink(missing_ok=True)

    def names(self, prefix: str) -> list[str]:
        """The names, beginning with `prefix`, of leases that were ever taken and not forgotten."""
        return [layout.lock_of(entry.key) for entry in self._objects.list(layout.LOCKS + prefix)]

    def holders(self) -> dict[str, str]:
        """The words of whoever holds a lease, by the lease's name."""
        found = {name: self._holding(name) for name in self.names("")}
        return {name: taken.holder for name, taken in found.items() if taken and not self.is_dead(name)}

    @contextmanager
    def _renewed(self, name: str, holder: str, token: str) -> Iterator[None]:
        """Renew the lease in a thread while the block lasts, then give it back."""
        ended, tokens = threading.Event(), [token]

        def renew() -> None:
            while not ended.wait(self._timing.renewal):
                with suppress(FilmesLakeError):  # the next turn may find S3 again before the time is over
                    renewed = self._write(name, holder, tokens[-1])
                    if renewed is None:
                        logger.warning("%s: another process took over the lock %s", self._objects.address.uri, name)
                        return
                    tokens.append(renewed)

        thread = threading.Thread(target=renew, name=f"lease {name}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            with suppress(FilmesLakeError):  # it will expire
                self._write(name, _NOBODY, tokens[-1])

    def _write(self, name: str, holder: str, expected: str | None) -> str | None:
        # A turn of its own gives every renewal a token of its own.
        text = json.dumps({"holder": holder, "machine": self._machine, "turn": uuid.uuid4().hex}, ensure_ascii=False)
        condition = {"IfMatch": expected} if expected else {"IfNoneMatch": "*"}
        return self._objects.write(layout.lock(name), text.encode("utf-8", "replace"), condition)

    def _holding(self, name: str) -> _Taken | None:
        """The lease, where it was not given back."""
        found = self._read(name)
        return found if found and found.holder else None

    def _read(self, name: str) -> _Taken | None:
        try:
            blob, age = self._objects.read_with_age(layout.lock(name))
        except NotFound:
            return None
        try:
            words = json.loads(blob.data)
            return _Taken(blob.token, words["holder"], words["machine"], age > self._timing.life)
        except (ValueError, KeyError, TypeError) as error:
            where = self._objects.address.where(layout.lock(name))
            raise LakeError(f"{where}: not a valid lease", "remove it if no run is active") from error

    def _is_over(self, found: _Taken) -> bool:
        """Whether a lease is nobody's any more. Asked with this machine's lock in hand: ours is a dead one's."""
        return not found.holder or found.expired or found.machine == self._machine

    def _held(self, name: str) -> LockHeld:
        found = self._holding(name)
        holder = found.holder if found else "another process"
        return LockHeld(
            f"{self._objects.address.uri}: {name} is held by {holder}", "wait until it ends, then run again"
        )

    def _lock(self, name: str) -> Path:
        return self._folder / f"{name}.lock"

    @cached_property
    def _machine(self) -> str:
        """A name for this folder of locks, which is the machine as far as leases go."""
        path = self._folder / "machine"
        with alone(self._lock("machine")), writing(path):
            if not path.exists():
                path.write_text(uuid.uuid4().hex, encoding="ascii")
            return path.read_text(encoding="ascii")

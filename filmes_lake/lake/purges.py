"""Purges that began: a note of each lies in the lake until one that reaches as far has ended."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from filmes_lake.errors import LakeError, NotFound
from filmes_lake.lake import layout
from filmes_lake.lake.storage import Storage


class BegunPurge(BaseModel):
    """A purge by its run: how old what it deletes is at the least, as it was said (days) and as a moment (UTC)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    run_id: str
    older_than: int
    before: datetime
    began_at: datetime


class Purges:
    """Writes and reads the notes. Who writes or takes one away holds `layout.PURGE_LOCK` until the purge has ended."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def begin(self, purge: BegunPurge) -> None:
        """Note that a purge is about to delete."""
        self._storage.put(layout.purge(purge.run_id), purge.model_dump_json().encode())

    def end(self, before: datetime) -> None:
        """Take away the notes of all purges that are done with by one of what is older than `before`."""
        for purge in self._begun():
            if purge.before <= before:
                self._storage.delete(layout.purge(purge.run_id))

    def unfinished(self) -> list[BegunPurge]:
        """The purges that did not finish, oldest first; none while one is at work."""
        begun = self._begun()
        return [] if not begun or layout.PURGE_LOCK in self._storage.holders() else begun

    def _begun(self) -> list[BegunPurge]:
        notes = [self._read(entry.key) for entry in self._storage.list(layout.PURGES)]
        return [note for note in notes if note]

    def _read(self, key: str) -> BegunPurge | None:
        try:
            return BegunPurge.model_validate_json(self._storage.get(key).data)
        except NotFound:  # it has just ended
            return None
        except ValidationError as error:
            raise LakeError(
                f"{key}: not a valid note", "was it changed by hand? remove it, then purge again"
            ) from error

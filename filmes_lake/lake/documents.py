"""The lake's own documents: JSON objects that the program wrote, and that may be damaged by now.

The last member of each is a checksum of the others: one bit more or less in a number of rows is JSON as well.
"""

import hashlib
import shlex
from typing import Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from filmes_lake.errors import Damaged
from filmes_lake.lake.storage import Storage

GONE = "it is gone"
_END = b"\n}"
_CHECKSUM = b',\n "checksum": "'


class Document(BaseModel):
    """A JSON object of the lake; members that a newer program added are kept out, not refused."""

    model_config = ConfigDict(extra="ignore", defer_build=True)

    @property
    def id(self) -> str | None:
        """What its key says that it is; None where a key has one document for ever."""
        return None

    def to_json(self) -> bytes:
        """The document as it is stored, its checksum included."""
        return _sealed(self.members())

    def members(self) -> bytes:
        """The document as JSON, without its checksum; it ends with a line's end and a brace."""
        return self.model_dump_json(indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        """The document of these bytes; ValueError says why they are none."""
        if not data:
            raise ValueError("it is empty")
        try:
            return cls.model_validate_json(_unsealed(data))
        except ValidationError as error:
            raise ValueError(f"not a valid document: {error.errors()[0]['msg']}") from error


def _sealed(members: bytes) -> bytes:
    return b"".join((members.removesuffix(_END), _CHECKSUM, _digest(members), b'"', _END))


def _unsealed(data: bytes) -> bytes:
    """The document without its checksum, of which older programs wrote none; ValueError where it is another's."""
    before, checksum, digest = data.rpartition(_CHECKSUM)
    if not checksum:
        return data
    members = before + _END
    if digest != b"".join((_digest(members), b'"', _END)):
        raise ValueError("its bytes are not those that were written")
    return members


def _digest(members: bytes) -> bytes:
    return hashlib.sha256(members).hexdigest().encode()


AnyDocument = TypeVar("AnyDocument", bound=Document)


def parse(storage: Storage, kind: type[AnyDocument], data: bytes, key: str, wanted: str | None = None) -> AnyDocument:
    """The document whose bytes lay under `key`; Damaged where it is another, or none. `wanted` see `Document.id`."""
    try:
        document = kind.from_json(data)
    except ValueError as error:
        raise damaged(storage, key, str(error)) from error
    if document.id != wanted:
        raise damaged(storage, key, f"another document lies there: {document.id}")
    return document


def damaged(storage: Storage, key: str, why: str) -> Damaged:
    """The error that an object of the lake is not what it should be; it says what mends it."""
    return Damaged(f"{key}: {why}", f"run: {repair_command(storage)}", key=key, why=why)


def repair_command(storage: Storage) -> str:
    """What mends the lake's documents."""
    return f"filmes-lake doctor --repair --lake {shlex.quote(storage.uri)}"

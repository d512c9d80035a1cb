"""A lake in S3: objects are S3's, compare-and-swap is a conditional PutObject, tokens are ETags.

What cannot lie in S3 lies on this machine, in folders that are this lake's: scratch, spools, copies for engines.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from filmes_lake.errors import AlreadyExists, Conflict
from filmes_lake.lake import layout
from filmes_lake.lake.storage import Blob, Entry, checked_key, is_hidden
from filmes_lake.lake.storage.files import writing
from filmes_lake.lake.storage.lease import Leases, Timing
from filmes_lake.lake.storage.parallel import in_parallel
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.lake.storage.s3_objects import S3Objects
from filmes_lake.lake.storage.s3_transfers import PARTS_FROM, Transfers
from filmes_lake.lake.storage.scratch import Scratch
from filmes_lake.lake.storage.staging import Head, Staging
from filmes_lake.progress import Advance, unobserved

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_NOT_OBJECTS = (layout.SCRATCH, layout.SPOOL, layout.LOCKS)


class S3Storage:
    """Implements `Storage` on S3. `cache` may be emptied while no run is at work, `state` may not.

    `encryption` is what S3 is asked for with every write; None leaves it to the bucket's own default.
    """

    folder = None

    def __init__(
        self,
        client: "S3Client",
        address: S3Address,
        cache: Path,
        state: Path,
        encryption: str | None = "AES256",
        lease: Timing = Timing(),  # noqa: B008 - it is frozen
    ) -> None:
        self._address = address
        own = f"{address.bucket}-{hashlib.sha256(address.uri.encode()).hexdigest()[:16]}"
        machine = cache / "lakes" / own
        self._objects = S3Objects(client, address, encryption)
        self._leases = Leases(self._objects, machine / "locks", lease)
        self._transfers = Transfers(self._objects, self._leases)
        self._scratch = Scratch(machine / "scratch", machine / "scratch.lock")
        self._staging = Staging(cache / "objects")
        self._spools = state / "lakes" / own / "spool"

    @property
    def uri(self) -> str:
        """The address, s3://bucket/prefix."""
        return self._address.uri

    def get(self, key: str) -> Blob:
        """See `Storage.get`; the token is the ETag."""
        return self._objects.read(key)

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """See `Storage.get_range`."""
        return self._objects.read_range(key, start, length)

    def put(self, key: str, data: bytes) -> None:
        """See `Storage.put`."""
        self._must_be_new(key, self._objects.write(key, data, {"IfNoneMatch": "*"}))

    def put_file(self, key: str, path: Path, advance: Advance = unobserved) -> None:
        """See `Storage.put_file`; a large file goes in parts at once."""
        self._must_be_new(key, self._transfers.upload(key, path, advance))

    def put_files(self, files: Sequence[tuple[str, Path]], advance: Advance = unobserved) -> None:
        """See `Storage.put_files`; the small ones at once, then the large ones one by one."""
        sizes = [path.stat().st_size for _, path in files]
        puts = [partial(self.put_file, key, path, advance) for key, path in files]
        in_parallel([put for put, size in zip(puts, sizes, strict=True) if size < PARTS_FROM])
        for put in (put for put, size in zip(puts, sizes, strict=True) if size >= PARTS_FROM):
            put()

    def swap(self, key: str, data: bytes, expected: str | None) -> str:
        """See `Storage.swap`."""
        token = self._objects.write(key, data, {"IfMatch": expected} if expected else {"IfNoneMatch": "*"})
        if token is None:
            raise Conflict(f"{self._address.where(key)}: another writer was first", "run the command again")
        return token

    def list(self, prefix: str) -> Iterator[Entry]:
        """See `Storage.list`; leases are no objects."""
        found = self._objects.list(prefix)
        return (entry for entry in found if not entry.key.startswith(_NOT_OBJECTS) and not is_hidden(entry.key))

    def delete(self, key: str) -> None:
        """See `Storage.delete`; the copies on this machine go too."""
        self._objects.delete(key)
        self.forget_copies(key)

    def local(self, key: str, scratch: Path) -> Path:  # noqa: ARG002 - copies outlive runs
        """See `Storage.local`; a copy that every later run finds too, so it must not be changed."""
        return self._copy(key, self._objects.head(key))

    def local_files(self, keys: Sequence[str], scratch: Path) -> Sequence[Path]:  # noqa: ARG002 - copies outlive runs
        """See `Storage.local_files`; small ones at once, then the large ones one by one."""
        heads = in_parallel([partial(self._objects.head, key) for key in keys])
        copies = [partial(self._copy, key, head) for key, head in zip(keys, heads, strict=True)]
        in_parallel([copy for copy, head in zip(copies, heads, strict=True) if head.size < PARTS_FROM])
        return [copy() for copy in copies]

    def checksum(self, key: str) -> tuple[int, str | None]:
        """See `Storage.checksum`; the hash is the one that was sent when the object was written."""
        head = self._objects.head(key)
        return head.size, head.sha256

    def forget_copies(self, key: str) -> None:
        """See `Storage.forget_copies`."""
        self._staging.forget(self._address.where(key))

    def scratch(self, name: str) -> AbstractContextManager[Path]:
        """See `Storage.scratch`."""
        return self._scratch.folder(name)

    def dead_scratch(self) -> Sequence[str]:
        """See `Storage.dead_scratch`."""
        return self._scratch.dead()

    def sweep_scratch(self) -> Sequence[str]:
        """See `Storage.sweep_scratch`; uploads of killed runs are aborted, copies long unused go too."""
        self._transfers.sweep()
        self._staging.sweep()
        return self._scratch.sweep()

    def spool(self, name: str) -> Path:
        """See `Storage.spool`."""
        path = self._spools / checked_key(name)
        with writing(path):
            path.mkdir(parents=True, exist_ok=True)
        return path

    def lock(self, name: str, holder: str) -> AbstractContextManager[None]:
        """See `Storage.lock`; a lease."""
        return self._leases.hold(name, holder)

    def holders(self) -> Mapping[str, str]:
        """See `Storage.holders`."""
        return self._leases.holders()

    def _copy(self, key: str, head: Head) -> Path:
        return self._staging.file(head, partial(self._transfers.download, key, head))

    def _must_be_new(self, key: str, token: str | None) -> None:
        if token is None:
            raise AlreadyExists(f"{self._address.where(key)}: the object already exists")

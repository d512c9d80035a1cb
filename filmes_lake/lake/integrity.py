"""Wrong bytes are said, never served: files are held against the sizes and SHA-256s that their manifests name.

Who opens a file of the lake gets its path here. It is hashed every time: a hash kept from before would vouch for bytes
that have rotted since.
"""

import hashlib
import shlex
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from filmes_lake.errors import AlreadyExists, Damaged, NotFound
from filmes_lake.lake import layout
from filmes_lake.lake.documents import repair_command
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import DataFile
from filmes_lake.lake.storage import Storage
from filmes_lake.lake.storage.parallel import in_parallel
from filmes_lake.log import logger
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import Delimited
from filmes_lake.progress import Advance, unobserved

_CHUNK = 8 << 20


def verified_files(lake: Lake, files: Sequence[DataFile], scratch: Path) -> list[Path]:
    """Files of this machine with just the bytes that a manifest names, in their order; Damaged where that cannot be."""
    paths = local_files(lake, files, scratch)
    return in_parallel([partial(_verified, lake, file, path, scratch) for file, path in zip(files, paths, strict=True)])


def local_files(lake: Lake, files: Sequence[DataFile], scratch: Path) -> Sequence[Path]:
    """The same without a look at the bytes, for who has them verified beside; Damaged where one is missing."""
    try:
        return lake.storage.local_files([file.key for file in files], scratch)
    except NotFound:
        refuse_missing(lake, files)
        raise


class Verification:
    """Hashes files beside the work that reads them. As a context, it has ended with the block."""

    def __init__(self, lake: Lake, scratch: Path) -> None:
        self._lake, self._scratch = lake, scratch
        self._pool = ThreadPoolExecutor(1)
        self._begun: list[Future[Path]] = []

    def begin(self, files: Sequence[DataFile], paths: Sequence[Path]) -> None:
        """Hash these too; the paths are the files' in their order."""
        for file, path in zip(files, paths, strict=True):
            self._begun.append(self._pool.submit(_verified, self._lake, file, path, self._scratch))

    def finish(self) -> None:
        """Wait for all; Damaged where the bytes of one are not those that its manifest names."""
        for begun in self._begun:
            begun.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.shutdown(cancel_futures=True)


def is_sound(lake: Lake, file: DataFile) -> bool:
    """Whether an object is what a manifest names, by what the storage says of it without sending its bytes.

    S3 is asked for the size and the checksum that it keeps, if it keeps one; a folder's file is hashed.
    """
    try:
        size, sha256 = lake.storage.checksum(file.key)
    except NotFound:
        return False
    return size == file.bytes and sha256 in (None, file.sha256)


def put_back(lake: Lake, file: DataFile, path: Path, advance: Advance = unobserved) -> bool:
    """See that the lake has what a manifest names, whose bytes are those at `path`; whether it had not."""
    if is_sound(lake, file):
        return False
    try:
        lake.storage.put_files([(file.key, path)], advance)
    except AlreadyExists:  # damaged; who may write to S3 need not be allowed to delete what is not
        lake.storage.delete(file.key)
        with suppress(AlreadyExists):  # somebody else was quicker, with the same bytes
            lake.storage.put_files([(file.key, path)], advance)
    return True


def refuse_unsound(lake: Lake, files: Sequence[DataFile]) -> None:
    """Damaged where one of the objects is not what a manifest names, see `is_sound`."""
    sound = in_parallel([partial(is_sound, lake, file) for file in files])
    for file, well in zip(files, sound, strict=True):
        if not well:
            raise _damaged(lake, file.key, "missing, or its bytes are not those that were stored")


def missing(lake: Lake, files: Iterable[DataFile]) -> list[DataFile]:
    """Those that are not there, or have another size; by listings, since asking for each would take long."""
    files = list(files)
    places = (*map(layout.layer_prefix, Layer), layout.CONVERTED)
    prefixes = [place for place in places if any(file.key.startswith(place) for file in files)]
    sizes = {entry.key: entry.size for prefix in prefixes for entry in lake.storage.list(prefix)}
    return [file for file in files if sizes.get(file.key) != file.bytes]


def refuse_missing(lake: Lake, files: Iterable[DataFile]) -> None:
    """Damaged where one is missing, see `missing`."""
    for file in missing(lake, files):
        raise _damaged(lake, file.key, "missing, or of another size than was stored")


def damaged(lake: Lake, files: Sequence[DataFile], advance: Advance = unobserved) -> list[DataFile]:
    """Those whose bytes, read to the last one, are not what a manifest names; `advance` gets the bytes read."""

    def is_damaged(file: DataFile) -> bool:
        try:
            return hashed(lake.storage, file.key, advance) != (file.bytes, file.sha256)
        except NotFound:
            return True

    found = in_parallel([partial(is_damaged, file) for file in files])
    return [file for file, bad in zip(files, found, strict=True) if bad]


def hashed(storage: Storage, key: str, advance: Advance = unobserved) -> tuple[int, str]:
    """Size and SHA-256 of an object, read piece by piece; NotFound where there is none."""
    digest, size = hashlib.sha256(), 0
    while chunk := storage.get_range(key, size, _CHUNK):
        digest.update(chunk)
        size += len(chunk)
        advance(len(chunk))
    return size, digest.hexdigest()


def remedy(lake: Lake, key: str) -> str:
    """What brings the bytes of a damaged or missing file back."""
    where = f"--lake {shlex.quote(lake.storage.uri)}"
    if _is_of_the_past(lake, key):
        return "put it back from a copy; no transform makes it again, and it goes with the old versions that name it"
    if not key.startswith(layout.layer_prefix(Layer.RAW)):
        return f"run: filmes-lake transform all --force {where}"
    for source in lake.schema.sources:
        for table in source.raw:
            if isinstance(table.format, Delimited) and key.startswith(layout.raw_folder(table.format.folder)):
                return f"put it back from a copy, or run: filmes-lake ingest {source.name} FILE {where}"
    return f"put it back from a copy, or run: {repair_command(lake.storage)}"


def _is_of_the_past(lake: Lake, key: str) -> bool:
    """Whether a table's file is not one of the current version's."""
    for layer in (Layer.TRUSTED, Layer.REFINED):
        if key.startswith(layout.layer_prefix(layer)):
            current = lake.versions.current(layer)
            return current is not None and key not in {file.key for file in current.files}
    return False


def _verified(lake: Lake, file: DataFile, path: Path, scratch: Path) -> Path:
    if _sha256(path) == file.sha256:
        return path
    # Where the file is a copy, the object may be whole yet.
    lake.storage.forget_copies(file.key)
    again = lake.storage.local(file.key, scratch)
    if _sha256(again) != file.sha256:
        raise _damaged(lake, file.key, "its bytes are not those that were stored")
    logger.warning("%s: the copy on this machine was damaged, and was fetched again", file.key)
    return again


def _damaged(lake: Lake, key: str, what: str) -> Damaged:
    return Damaged(f"{lake.storage.uri}/{key}: {what}", remedy(lake, key), key=key, why=what)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

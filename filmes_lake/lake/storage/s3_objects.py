"""Objects of a lake in S3, one request at a time: read, written on a condition, listed, deleted.

A write bears a mark of its own in its metadata. Where S3 refuses a write because an object is there, the mark shows
whether it is this very write's: then S3 had done it, the answer was lost, and a retry met its own work.
"""

import base64
import hashlib
import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import (
    ClientError,
    FlexibleChecksumError,
    IncompleteReadError,
    ReadTimeoutError,
    ResponseStreamingError,
)

from filmes_lake.aws.errors import calling, code_of
from filmes_lake.errors import NotFound
from filmes_lake.lake.storage import Blob, Entry
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.lake.storage.s3_client import MISSING, RACED, REFUSED, S3
from filmes_lake.lake.storage.staging import Head

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_MARK = "filmes-lake-write"
_SHA256 = "sha256"
_GONE = frozenset({"NoSuchUpload"})
_RACES = 8
_READS = 5
_SPOILT = (FlexibleChecksumError, IncompleteReadError, ReadTimeoutError, ResponseStreamingError)


@dataclass(frozen=True)
class Writing:
    """What a write sends along: its mark and the SHA-256 of the bytes as metadata, and how S3 is to encrypt them."""

    mark: str
    arguments: dict[str, Any]


class S3Objects:
    """The objects under an address. `encryption` is what S3 is asked for: AES256, or None for the bucket's own."""

    def __init__(self, client: "S3Client", address: S3Address, encryption: str | None) -> None:
        self.client, self.address = client, address
        self._encryption = {"ServerSideEncryption": encryption} if encryption else {}

    def place(self, key: str) -> dict[str, Any]:
        """The arguments that name an object."""
        return {"Bucket": self.address.bucket, "Key": self.address.place(key)}

    def read(self, key: str) -> Blob:
        """The object's bytes; NotFound where there is none."""
        return self.read_with_age(key)[0]

    def read_with_age(self, key: str) -> tuple[Blob, float]:
        """The object's bytes, and for how many seconds it has been as it is, by S3's own clock."""
        with self._finding(key):
            return self._get(key)

    def read_range(self, key: str, start: int, length: int, token: str | None = None) -> bytes:
        """At most `length` bytes from offset `start`; NotFound where there is no object, or with `token` another."""
        condition = {"IfMatch": token} if token else {}
        with self._finding(key):
            try:
                found = self._get(key, Range=f"bytes={start}-{start + max(length, 1) - 1}", **condition)[0].data
            except ClientError as error:
                if code_of(error) != "InvalidRange":  # it begins behind the object's end
                    raise
                return b""
        return found[:length]

    def head(self, key: str) -> Head:
        """What S3 knows of the object; NotFound where there is none."""
        with self._finding(key):
            try:
                answer = self.client.head_object(**self.place(key), ChecksumMode="ENABLED")
            except ClientError:
                # An answer to HEAD has no words: a bucket, a key or a permission may be missing. GET says which.
                self.read_range(key, 0, 1)
                raise
        return Head(self.address.where(key), answer["ETag"], answer["ContentLength"], _sha256_of(answer))

    def has(self, key: str) -> bool:
        """Whether an object is there."""
        return next((True for entry in self.list(key) if entry.key == key), False)

    def writing(self, sha256: bytes) -> Writing:
        """What a write of bytes with this digest sends along."""
        mark = uuid.uuid4().hex
        return Writing(mark, {"Metadata": {_MARK: mark, _SHA256: sha256.hex()}, **self._encryption})

    def write(self, key: str, data: bytes, condition: Mapping[str, Any]) -> str | None:
        """Write an object on a condition (IfMatch, IfNoneMatch); its token, or None where the condition fails."""
        digest = hashlib.sha256(data).digest()
        writing = self.writing(digest)
        checksum = {"ChecksumAlgorithm": "SHA256", "ChecksumSHA256": in_base64(digest)}
        arguments = {**self.place(key), **writing.arguments, **condition, **checksum}
        return self.conditionally(key, writing, lambda: self.client.put_object(Body=data, **arguments)["ETag"])

    def conditionally(self, key: str, writing: Writing, write: Callable[[], str]) -> str | None:
        """Run a conditional `write`, again while others are at it; its token, or None where the condition fails."""
        with calling(S3, self.address.where(key)):
            for turn in range(_RACES):
                try:
                    return write()
                except ClientError as error:
                    code = code_of(error)
                    if code in REFUSED | MISSING | _GONE:
                        return self._token_if_written(key, writing)
                    if code not in RACED or turn == _RACES - 1:
                        raise
                time.sleep(random.uniform(0, min(1.0, 0.05 * 2**turn)))  # noqa: S311 - no secret
        raise AssertionError

    def list(self, prefix: str) -> Iterator[Entry]:
        """The objects whose keys begin with `prefix`, in S3's order, which is that of the keys."""
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.address.bucket, Prefix=self.address.prefix + prefix
        )
        with calling(S3, f"{self.address.uri}/{prefix}"):
            for page in pages:
                for found in page.get("Contents", ()):
                    if not found["Key"].endswith("/"):  # what consoles write to show a folder
                        key = found["Key"].removeprefix(self.address.prefix)
                        yield Entry(key, found["Size"], found["LastModified"].astimezone(UTC))

    def delete(self, key: str) -> None:
        """Remove an object, if there is one."""
        with calling(S3, self.address.where(key)):
            try:
                self.client.delete_object(**self.place(key))
            except ClientError as error:
                if code_of(error) not in MISSING:
                    raise

    def _get(self, key: str, **chosen: Any) -> tuple[Blob, float]:
        """Bytes and age of an object; again where the answer is spoilt, which boto3 does not retry."""
        for left in reversed(range(_READS)):
            answer = self.client.get_object(**self.place(key), **chosen)
            try:
                return Blob(answer["Body"].read(), answer["ETag"]), _age(answer)
            except _SPOILT:
                if not left:
                    raise
        raise AssertionError

    @contextmanager
    def _finding(self, key: str) -> Iterator[None]:
        """Turn S3's word for a missing object into NotFound, and its other errors into ours."""
        where = self.address.where(key)
        with calling(S3, where):
            try:
                yield
            except ClientError as error:
                if code_of(error) not in MISSING | REFUSED:
                    raise
                raise NotFound(f"{where}: no such object in the lake") from None

    def _token_if_written(self, key: str, writing: Writing) -> str | None:
        try:
            found = self.client.head_object(**self.place(key))
        except ClientError as error:
            if code_of(error) in MISSING:
                return None
            raise
        return found["ETag"] if found["Metadata"].get(_MARK) == writing.mark else None


def in_base64(digest: bytes) -> str:
    """A digest as S3 writes it."""
    return base64.b64encode(digest).decode()


def _sha256_of(answer: Mapping[str, Any]) -> str | None:
    """Ours from the metadata, else S3's own where it is of the whole object and not of parts."""
    checksum = answer.get("ChecksumSHA256")
    own = base64.b64decode(checksum).hex() if checksum and "-" not in checksum else None
    return answer["Metadata"].get(_SHA256) or own


def _age(answer: Mapping[str, Any]) -> float:
    """Seconds since the object was written. Both times are S3's, so that no two machines' clocks need agree."""
    date = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
    now = parsedate_to_datetime(date) if date else datetime.now(UTC)
    modified: datetime = answer["LastModified"]
    return (now - modified).total_seconds()

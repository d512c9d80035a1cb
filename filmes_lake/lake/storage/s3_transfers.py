"""Whole files between this machine and S3: large ones in parts, several at once.

An upload in parts exists on S3, and costs money, before there is an object. So it is covered by a lease of its own:
where that is dead and the upload is still there, its process was killed, and the next run's sweep aborts it.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from filmes_lake.aws.errors import calling, code_of
from filmes_lake.errors import FilmesLakeError
from filmes_lake.lake import layout
from filmes_lake.lake.storage.lease import Leases
from filmes_lake.lake.storage.parallel import in_parallel
from filmes_lake.lake.storage.s3_client import S3
from filmes_lake.lake.storage.s3_objects import S3Objects, Writing, in_base64
from filmes_lake.lake.storage.staging import Head
from filmes_lake.log import logger
from filmes_lake.progress import Advance

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

    Part = CompletedPartTypeDef

PARTS_FROM = 16 << 20
PART_BYTES = 8 << 20
_MOST_PARTS = 10_000  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
_LEASE = "upload-"
_YOUNG = timedelta(hours=24)


class Transfers:
    """Uploads and downloads of a lake's files."""

    def __init__(self, objects: S3Objects, leases: Leases) -> None:
        self._objects, self._leases = objects, leases

    def upload(self, key: str, path: Path, advance: Advance) -> str | None:
        """Write an object from a file if none is there; its token, or None where one is. `advance` gets bytes."""
        if path.stat().st_size >= PARTS_FROM:
            return self._upload_parts(key, path, advance)
        data = path.read_bytes()
        token = self._objects.write(key, data, {"IfNoneMatch": "*"})
        advance(len(data))
        return token

    def download(self, key: str, head: Head, path: Path) -> None:
        """Write the bytes of just this object to `path`, a large one's in ranges at once."""
        with path.open("wb") as file:
            file.truncate(head.size)

        def fetch(start: int) -> None:
            data = self._objects.read_range(key, start, PART_BYTES, head.token)
            with path.open("r+b") as file:
                file.seek(start)
                file.write(data)

        in_parallel([partial(fetch, start) for start in range(0, head.size, PART_BYTES)])

    def sweep(self) -> None:
        """Abort the uploads that killed processes left."""
        try:
            for key, upload_id, begun in self._under_way():
                # Without a lease it was begun this moment, or by another program, or by a process that was then killed.
                old = datetime.now(UTC) - begun > _YOUNG
                if layout.is_ours(key) and self._leases.is_dead(_lease_of(upload_id), if_absent=old):
                    self._abort(key, upload_id)
            for lease in self._leases.names(_LEASE):
                if self._leases.is_dead(lease):
                    self._leases.forget(lease)
        except FilmesLakeError as error:
            # A run may go on without; who may write objects need not be allowed to list uploads.
            logger.info("cannot look for unfinished uploads: %s", error.message)

    def _upload_parts(self, key: str, path: Path, advance: Advance) -> str | None:
        if self._objects.has(key):
            return None
        with path.open("rb") as file:
            writing = self._objects.writing(hashlib.file_digest(file, "sha256").digest())
        return self._objects.conditionally(key, writing, lambda: self._upload_once(key, path, writing, advance))

    def _upload_once(self, key: str, path: Path, writing: Writing, advance: Advance) -> str:
        client, place, size = self._objects.client, self._objects.place(key), path.stat().st_size
        length = max(PART_BYTES, -(-size // _MOST_PARTS))
        with self._begun(key, writing) as upload_id:
            sends = [
                partial(self._send_part, key, path, upload_id, number, (start, length), advance)
                for number, start in enumerate(range(0, size, length), start=1)
            ]
            parts = in_parallel(sends)
            return client.complete_multipart_upload(
                **place,
                UploadId=upload_id,
                MultipartUpload={"Parts": parts},
                IfNoneMatch="*",
            )["ETag"]

    def _send_part(
        self, key: str, path: Path, upload_id: str, number: int, span: tuple[int, int], advance: Advance
    ) -> "Part":
        start, length = span
        with path.open("rb") as file:
            file.seek(start)
            data = file.read(length)
        checksum = in_base64(hashlib.sha256(data).digest())
        answer = self._objects.client.upload_part(
            **self._objects.place(key),
            UploadId=upload_id,
            PartNumber=number,
            Body=data,
            ChecksumAlgorithm="SHA256",
            ChecksumSHA256=checksum,
        )
        advance(len(data))
        return {"PartNumber": number, "ETag": answer["ETag"], "ChecksumSHA256": checksum}

    @contextmanager
    def _begun(self, key: str, writing: Writing) -> Iterator[str]:
        """An upload in parts, covered by its lease; aborted where the block does not end well."""
        upload_id = self._objects.client.create_multipart_upload(
            **self._objects.place(key),
            **writing.arguments,
            ChecksumAlgorithm="SHA256",
        )["UploadId"]
        lease = _lease_of(upload_id)
        try:
            with self._leases.hold(lease, f"the upload of {key}"):
                yield upload_id
        except BaseException:
            with suppress(FilmesLakeError):  # the next run's sweep finds it
                self._abort(key, upload_id)
            raise
        finally:
            with suppress(FilmesLakeError):
                self._leases.forget(lease)

    def _under_way(self) -> Iterator[tuple[str, str, datetime]]:
        """Every upload in parts of this lake: its key, its id, and when it began (UTC)."""
        address = self._objects.address
        pages = self._objects.client.get_paginator("list_multipart_uploads").paginate(
            Bucket=address.bucket, Prefix=address.prefix
        )
        with calling(S3, address.uri):
            for page in pages:
                for found in page.get("Uploads", ()):
                    yield found["Key"].removeprefix(address.prefix), found["UploadId"], found["Initiated"]

    def _abort(self, key: str, upload_id: str) -> None:
        with calling(S3, self._objects.address.where(key)):
            try:
                self._objects.client.abort_multipart_upload(**self._objects.place(key), UploadId=upload_id)
            except ClientError as error:
                if code_of(error) != "NoSuchUpload":
                    raise


def _lease_of(upload_id: str) -> str:
    return _LEASE + hashlib.sha256(upload_id.encode()).hexdigest()[:32]

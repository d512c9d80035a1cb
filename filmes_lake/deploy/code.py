"""The code that a stack runs: files of a package, each under its hash in the lake's bucket."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from filmes_lake.aws.errors import calling, code_of
from filmes_lake.deploy.account import S3
from filmes_lake.deploy.architecture import Architecture
from filmes_lake.deploy.functions import make_zips
from filmes_lake.deploy.package import CodeFile, Package, open_package
from filmes_lake.errors import FilmesLakeError
from filmes_lake.lake import layout

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PARAMETERS = {"ingest.zip": "IngestKey", "transform.zip": "TransformKey"}

Code = Callable[[Architecture, bool], Sequence[CodeFile]]
"""Gives the code for a processor, with the Glue job's or without."""


def function_files(made: Path | None, cache: Path, architecture: Architecture) -> list[CodeFile]:
    """The functions' zips: those that lie in `made`, or else some that are made in `cache`."""
    folder = made or cache / architecture.value
    if made is None:
        folder.mkdir(parents=True, exist_ok=True)
    package = make_zips(folder, architecture).package if made is None else _opened(folder, architecture)
    return [
        CodeFile(_PARAMETERS[file.name], layout.function_file(file.sha256, file.name), folder / file.name)
        for file in package.files
        if file.name in _PARAMETERS
    ]


def upload(client: "S3Client", bucket: str, prefix: str, code: Sequence[CodeFile]) -> list[str]:
    """Upload what the lake does not have yet; since it lies under its hash, what is there is the same. Their names."""
    with calling(S3, f"s3://{bucket}/{prefix}"):
        new = [file for file in code if not _is_there(client, bucket, f"{prefix}/{file.key}")]
        for file in new:
            client.upload_file(str(file.path), bucket, f"{prefix}/{file.key}")
    return [file.path.name for file in new]


def _opened(folder: Path, architecture: Architecture) -> Package:
    package = open_package(folder, "filmes-lake deploy package")
    if package.architecture is not architecture:
        raise FilmesLakeError(
            f"{folder}: packed for {package.architecture or 'Glue'}, and the stack's functions run on {architecture}",
            f"use --package with what `filmes-lake deploy package --arch {architecture}` made, or --architecture",
        )
    return package


def _is_there(client: "S3Client", bucket: str, key: str) -> bool:
    try:
        client.head_object(Bucket=bucket, Key=key)
    except client.exceptions.ClientError as error:
        if code_of(error) not in {"404", "NoSuchKey", "NotFound"}:
            raise
        return False
    return True

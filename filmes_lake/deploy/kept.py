"""What a data stack left behind when it was deleted, and a new one takes up: bucket, its policy, database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmes_lake.aws.errors import calling, code_of
from filmes_lake.aws.glue import GLUE
from filmes_lake.deploy.account import S3, Account
from filmes_lake.deploy.stacks import Import
from filmes_lake.errors import LakeError, SettingsError

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef


@dataclass(frozen=True)
class Contents:
    """How much lies in a bucket: objects with all their versions, and bytes."""

    objects: int
    bytes: int


def kept(account: Account, values: Mapping[str, str]) -> Iterator[Import]:
    """Of what a data stack of these parameters makes, what is there already; SettingsError for somebody else's."""
    bucket = values["Bucket"]
    if bucket_is_ours(account, bucket):
        yield Import("LakeBucket", "AWS::S3::Bucket", {"BucketName": bucket})
        if _has_policy(account, bucket):
            yield Import("LakeBucketPolicy", "AWS::S3::BucketPolicy", {"Bucket": bucket})
    if _has_database(account, values["Database"]):
        yield Import("LakeDatabase", "AWS::Glue::Database", {"DatabaseName": values["Database"]})


def bucket_is_ours(account: Account, bucket: str) -> bool:
    """Whether there is a bucket of this name that you may look into; SettingsError where you may not.

    One of another account's that lets you in passes here: CloudFormation refuses to take it up.
    """
    where = f"s3://{bucket}"
    with calling(S3, where):
        try:
            account.s3.head_bucket(Bucket=bucket)
        except account.s3.exceptions.ClientError as error:
            if code_of(error) in {"403", "Forbidden", "AccessDenied"}:
                raise SettingsError(
                    f"{where}: there is such a bucket, and you may not look into it", "another name: --bucket NAME"
                ) from None
            if code_of(error) not in {"404", "NoSuchBucket", "NotFound"}:
                raise
            return False
    return True


def contents(account: Account, bucket: str) -> Contents:
    """What lies in the bucket."""
    sizes = [size for _, size in _versions(account, bucket)]
    return Contents(len(sizes), sum(sizes))


def delete_bucket(account: Account, bucket: str) -> None:
    """Delete a bucket with every version of every object."""
    delete_versions(account, bucket)
    with calling(S3, f"s3://{bucket}"):
        account.s3.delete_bucket(Bucket=bucket)


def delete_versions(account: Account, bucket: str, prefix: str = "") -> int:
    """Delete every version of every object below the prefix; how many they were. LakeError where one stays."""
    deleted = 0
    with calling(S3, f"s3://{bucket}/{prefix}"):
        for found in _thousands(account, bucket, prefix):
            answer = account.s3.delete_objects(Bucket=bucket, Delete={"Objects": found, "Quiet": True})
            for error in answer.get("Errors", ()):
                said = f"s3://{bucket}/{error.get('Key')}: it cannot be deleted ({error.get('Code')})"
                raise LakeError(said, "the credentials need s3:DeleteObjectVersion there")
            deleted += len(found)
    return deleted


def delete_database(account: Account, database: str) -> bool:
    """Delete a database with its tables' entries; whether it was there."""
    if not _has_database(account, database):
        return False
    with calling(GLUE, f"database {database}"):
        account.glue.delete_database(Name=database)
    return True


def _versions(account: Account, bucket: str, prefix: str = "") -> Iterator[tuple["ObjectIdentifierTypeDef", int]]:
    """Each version as S3 is asked to delete it, with its bytes; what was deleted leaves a mark, which is a version."""
    with calling(S3, f"s3://{bucket}"):
        for page in account.s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
            for found in page.get("Versions", ()):
                yield {"Key": found["Key"], "VersionId": found["VersionId"]}, found["Size"]
            for mark in page.get("DeleteMarkers", ()):
                yield {"Key": mark["Key"], "VersionId": mark["VersionId"]}, 0


def _thousands(account: Account, bucket: str, prefix: str) -> Iterator[list["ObjectIdentifierTypeDef"]]:
    """The versions, as many as a call takes."""
    found = [version for version, _ in _versions(account, bucket, prefix)]
    yield from (found[start : start + 1000] for start in range(0, len(found), 1000))


def _has_policy(account: Account, bucket: str) -> bool:
    with calling(S3, f"s3://{bucket}"):
        try:
            account.s3.get_bucket_policy(Bucket=bucket)
        except account.s3.exceptions.ClientError as error:
            if code_of(error) != "NoSuchBucketPolicy":
                raise
            return False
    return True


def _has_database(account: Account, database: str) -> bool:
    with calling(GLUE, f"database {database}"):
        try:
            account.glue.get_database(Name=database)
        except account.glue.exceptions.EntityNotFoundException:
            return False
    return True

"""Where a lake in S3 lies: `s3://bucket/prefix`, checked before anything is asked of AWS."""

import re
from dataclasses import dataclass
from typing import Self

from filmes_lake.errors import SettingsError
from filmes_lake.lake.storage import checked_key

# Bucket names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_BUCKET = re.compile(r"(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
# The characters of keys that every tool takes as they are, `=` aside: engines read columns out of such folders.
_SEGMENT = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9!_.*'()-]+")
_HINT = "write it as s3://bucket/prefix"


@dataclass(frozen=True)
class S3Address:
    """A bucket and a prefix in it, which is empty or ends with a slash."""

    bucket: str
    prefix: str

    @classmethod
    def parse(cls, uri: str) -> Self:
        """The address of `s3://bucket/prefix`; SettingsError says what is wrong with another text."""
        scheme, _, rest = uri.partition("://")
        if scheme != "s3":
            raise SettingsError(f"{uri}: not a lake's address", f"{_HINT}, or as a folder")
        bucket, _, path = rest.partition("/")
        if not _BUCKET.fullmatch(bucket):
            raise SettingsError(f"{uri}: {_wrong_bucket(bucket)}", _HINT)
        segments = path.rstrip("/").split("/") if path.rstrip("/") else []
        for segment in segments:
            if not _SEGMENT.fullmatch(segment):
                raise SettingsError(
                    f"{uri}: {segment!r} cannot be a part of the prefix", f"{_HINT}: letters, digits, - _ ."
                )
        return cls(bucket, "".join(f"{segment}/" for segment in segments))

    @property
    def uri(self) -> str:
        """The address as the user would write it, without a slash at its end."""
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")

    def place(self, key: str) -> str:
        """Where the object of a lake's key lies in the bucket; LakeError for a key that leads out of the lake."""
        return self.prefix + checked_key(key)

    def where(self, key: str) -> str:
        """The object's own address, for messages."""
        return f"s3://{self.bucket}/{self.place(key)}"


def _wrong_bucket(bucket: str) -> str:
    if not bucket:
        return "a bucket's name is missing"
    return f"{bucket!r} cannot be a bucket's name (3 to 63 lower-case letters, digits, - and .)"

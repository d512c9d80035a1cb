"""boto3's client of S3, and S3 as the errors of AWS name it."""

import os
from typing import TYPE_CHECKING

from filmes_lake.aws.errors import Service
from filmes_lake.aws.session import configuration, session
from filmes_lake.lake.storage.parallel import WORKERS

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# The permission that an operation needs, where it is not called like it. Who may not list a bucket hears of a missing
# object that it is forbidden. See https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
S3 = Service(
    "S3",
    "s3",
    {
        "CompleteMultipartUpload": "s3:PutObject",
        "CreateMultipartUpload": "s3:PutObject",
        "GetObject": "s3:GetObject and s3:ListBucket",
        "HeadObject": "s3:GetObject and s3:ListBucket",
        "ListMultipartUploads": "s3:ListBucketMultipartUploads",
        "ListObjectsV2": "s3:ListBucket",
        "UploadPart": "s3:PutObject",
    },
)
REFUSED = frozenset({"PreconditionFailed", "412"})
MISSING = frozenset({"NoSuchKey", "NotFound", "404"})
RACED = frozenset({"ConditionalRequestConflict"})

_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")


def own_endpoint() -> str | None:
    """The server that the settings name in place of AWS's."""
    return next(filter(None, map(os.environ.get, _ENDPOINTS)), None)


def open_client(where: str) -> "S3Client":
    """A client that may be used from several threads; SettingsError about `where` for settings that cannot be."""
    # A server of one's own rarely answers under a name for each bucket.
    style = {"addressing_style": "path"} if own_endpoint() else None
    with session(S3, where) as opened:
        return opened.client("s3", config=configuration(max_pool_connections=4 * WORKERS, s3=style))

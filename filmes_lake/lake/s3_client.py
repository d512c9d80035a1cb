"""boto3's client of S3, set up in one place. Which account, region and endpoint are AWS's own settings."""

import os
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from filmes_lake import __version__
from filmes_lake.errors import SettingsError
from filmes_lake.lake.parallel import WORKERS
from filmes_lake.lake.s3_errors import asking

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_ATTEMPTS = 6
_CONNECT_SECONDS = 10
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")


def open_client(where: str) -> "S3Client":
    """A client that may be used from several threads; SettingsError about `where` for settings that cannot be."""
    with asking(where):
        # boto3 reads AWS_DEFAULT_REGION alone; AWS_REGION is what every other tool reads.
        session = boto3.Session(region_name=os.environ.get("AWS_REGION") or None)
        try:
            return session.client("s3", config=_config())
        except ValueError as error:  # an endpoint that is no URL, retries that are no number
            raise SettingsError(
                f"{where}: an AWS setting is wrong", "check the AWS_* variables and ~/.aws/config"
            ) from error


def _config() -> Config:
    retries = {"mode": "adaptive"}
    if not os.environ.get("AWS_MAX_ATTEMPTS"):
        retries["total_max_attempts"] = _ATTEMPTS  # type: ignore[assignment]
    return Config(
        retries=retries,  # type: ignore[arg-type]
        connect_timeout=_CONNECT_SECONDS,
        max_pool_connections=4 * WORKERS,
        user_agent_extra=f"filmes-lake/{__version__}",
        # A server of one's own rarely answers under a name for each bucket.
        s3={"addressing_style": "path"} if any(map(os.environ.get, _ENDPOINTS)) else None,
    )

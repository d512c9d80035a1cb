"""boto3's clients, set up in one place. Which account, region and endpoint are AWS's own settings."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import NoCredentialsError
from botocore.loaders import Loader, create_loader
from botocore.session import get_session

from filmes_lake import __version__
from filmes_lake.aws.errors import Service, calling
from filmes_lake.errors import SettingsError

if TYPE_CHECKING:
    from boto3.session import Session

_ATTEMPTS = 6
_CONNECT_SECONDS = 10


@contextmanager
def session(service: Service, where: str, known: "Session | None" = None) -> Iterator["Session"]:
    """The session in which a client is opened; SettingsError about `where` for settings that cannot be.

    Who opens several clients hands in the one that is `known`, so that credentials are looked for once.
    """
    with calling(service, where):
        try:
            yield known or _new_session()
        except ValueError as error:  # an endpoint that is no URL, retries that are no number
            raise SettingsError(
                f"{where}: an AWS setting is wrong", "check the AWS_* variables and ~/.aws/config"
            ) from error


def _new_session() -> "Session":
    core = get_session()
    core.register_component("data_loader", _descriptions(core.get_config_variable("data_path")))
    # boto3 reads AWS_DEFAULT_REGION alone; AWS_REGION is what every other tool reads.
    return boto3.Session(region_name=os.environ.get("AWS_REGION") or None, botocore_session=core)


@cache
def _descriptions(path: str | None) -> Loader:
    """What describes AWS's services, which a session would read anew: most of the time that opening a client takes."""
    return create_loader(path)


def credentials(service: Service, where: str) -> dict[str, str]:
    """The credentials and the region that boto3 finds, as the variables that every SDK of AWS reads."""
    with session(service, where) as opened:
        if (found := opened.get_credentials()) is None:
            raise NoCredentialsError
        names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION")
        values = (*found.get_frozen_credentials()[:3], opened.region_name)
        return {name: value for name, value in zip(names, values, strict=True) if value}


def quick_configuration() -> Config:
    """The configuration of a client that fails fast: one attempt of a few seconds."""
    retries = {"mode": "standard", "total_max_attempts": 1}
    return configuration().merge(Config(connect_timeout=3, read_timeout=5, retries=retries))  # type: ignore[arg-type]


def configuration(**more: Any) -> Config:
    """What all clients have in common, and more: adaptive retries, a limit to connect, the program's name."""
    retries = {"mode": "adaptive"}
    if not os.environ.get("AWS_MAX_ATTEMPTS"):
        retries["total_max_attempts"] = _ATTEMPTS  # type: ignore[assignment]
    return Config(
        retries=retries,  # type: ignore[arg-type]
        connect_timeout=_CONNECT_SECONDS,
        user_agent_extra=f"filmes-lake/{__version__}",
        **more,
    )

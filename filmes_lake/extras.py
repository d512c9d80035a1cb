"""Optional packages: which extra of ours brings which, what needs them, and the command that installs them here."""

import json
import shlex
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote, urlsplit

from filmes_lake.errors import SettingsError

_NAME = "filmes-lake"


@dataclass(frozen=True)
class Extra:
    """An extra of this package: what it is for, in words that stand before "needs", and the modules that it brings."""

    name: str
    purpose: str
    modules: tuple[str, ...]

    @property
    def installed(self) -> bool:
        """Whether it is there."""
        return find_spec(self.modules[0]) is not None


EXTRAS = (
    Extra("arrow", "a pyarrow table", ("pyarrow",)),
    Extra("aws", "AWS (S3, Glue, Athena)", ("boto3", "botocore", "s3transfer")),
    Extra("spark", "Spark", ("pyspark", "py4j")),
)


def missing(error: ModuleNotFoundError) -> SettingsError | None:
    """What to install where a module of an extra cannot be imported; None where it is no extra's."""
    module = (error.name or "").partition(".")[0]
    for extra in EXTRAS:
        if module in extra.modules:
            return SettingsError(f"{extra.purpose} needs {module}, which is not installed", install(extra.name))
    return None


def install(extra: str) -> str:
    """The command that adds an extra to the installation that runs now, from where that was installed."""
    pip = f"{shlex.quote(sys.executable)} -m pip" if find_spec("pip") else "uv pip"
    python = "" if find_spec("pip") else f" --python {shlex.quote(sys.executable)}"
    return f"{pip} install{python} {_requirement(extra)}"


def _requirement(extra: str) -> str:
    """The requirement as pip takes it: a folder (editable, if it is so now), a file or an address, else the name.

    https://packaging.python.org/en/latest/specifications/direct-url/
    """
    origin = _origin()
    url = urlsplit(origin.get("url", ""))
    if "dir_info" in origin and url.scheme == "file":
        editable = "-e " if origin["dir_info"].get("editable") else ""
        return editable + shlex.quote(f"{unquote(url.path)}[{extra}]")
    scheme = f"{origin['vcs_info']['vcs']}+" if "vcs_info" in origin else ""
    return shlex.quote(f"{_NAME}[{extra}] @ {scheme}{origin['url']}" if url.scheme else f"{_NAME}[{extra}]")


def _origin() -> dict[str, Any]:
    try:
        return dict(json.loads(distribution(_NAME).read_text("direct_url.json") or "{}"))
    except PackageNotFoundError:  # run from its sources
        return {}

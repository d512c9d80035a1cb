"""Builds the image as its users do, with this machine's settings of pip for the time of the build."""

import os
from configparser import RawConfigParser
from pathlib import Path

from tests.image.buildah import Buildah
from tests.program import ROOT

IMAGE = "filmes-lake"
_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"


def build(buildah: Buildah, folder: Path) -> None:
    """Build the Dockerfile; what is mounted for that time does not come into the image."""
    settings = pip_settings()
    certificates = settings.get("global", "cert", fallback=_CERTIFICATES)
    settings.set("global", "cert", _CERTIFICATES)
    with (folder / "pip.conf").open("w", encoding="utf-8") as file:
        settings.write(file)
    mounted = {folder / "pip.conf": "/etc/pip.conf", certificates: _CERTIFICATES}
    volumes = [f"--volume={here}:{there}:ro" for here, there in mounted.items()]
    buildah("bud", "--isolation=chroot", "--pull-never", *volumes, f"--tag={IMAGE}", ROOT)


def pip_settings() -> RawConfigParser:
    """How pip finds packages on this machine: its files, then what the environment says, of uv's index too."""
    settings = RawConfigParser()
    settings.read([path for path in _files() if path])
    if not settings.has_section("global"):
        settings.add_section("global")
    for name, value in sorted(os.environ.items()):
        if option := _option(name):
            settings.set("global", option, value)
    return settings


def _files() -> list[str | Path | None]:
    home = Path.home()
    return ["/etc/pip.conf", home / ".pip/pip.conf", home / ".config/pip/pip.conf", os.environ.get("PIP_CONFIG_FILE")]


def _option(name: str) -> str | None:
    """The option of pip's that a variable of the environment sets."""
    if name in {"UV_DEFAULT_INDEX", "UV_INDEX_URL"}:
        return "index-url"
    is_pips = name.startswith("PIP_") and name != "PIP_CONFIG_FILE"
    return name.removeprefix("PIP_").lower().replace("_", "-") if is_pips else None

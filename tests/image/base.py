"""The image that the Dockerfile is built on, made of Debian's packages: no registry of images is asked.

It bears the name of the Dockerfile's FROM and holds that Python, with pip and venv, where the Dockerfile
looks for them.
"""

import platform
import re
from pathlib import Path

from tests.image.buildah import Buildah, said
from tests.program import ROOT

# Debian's pip refuses to install beside Debian's packages, and images of Python have no such mark. The empty files are
# where the build mounts its own.
_LIKE_AN_IMAGE_OF_PYTHON = 'rm "$1"/usr/lib/python3*/EXTERNALLY-MANAGED && touch "$1"/etc/hosts "$1"/etc/pip.conf'
# What images of Python have beside the smallest Debian with apt, and what makes Debian's Python like theirs.
_OF_DEBIAN = ("ca-certificates", "netbase", "tzdata")
_OF_PYTHON = ("python3-pip", "python-is-python3")
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_UNREAD = ("doc", "info", "locale", "man")


def make_base(buildah: Buildah) -> None:
    """Make the image that the Dockerfile names, from where this machine gets its packages."""
    name, version = _named()
    container = buildah("from", "scratch")
    _bootstrap(Path(buildah("mount", container)), [*_OF_DEBIAN, *_OF_PYTHON, f"python{version}-venv"])
    buildah("config", "--env", f"PATH={_PATH}", container)
    buildah("commit", "--quiet", "--rm", container, f"docker.io/library/{name}")


def name_of_base() -> str:
    """The image's name there."""
    return _named()[0]


def _named() -> tuple[str, str]:
    """The one image that every FROM names, and its version of Python."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    named: set[tuple[str, str]] = set(re.findall(r"^FROM (python:([\d.]+)\S*)", text, re.MULTILINE))
    assert len(named) == 1, f"Dockerfile: not one image of Python: {named}"
    return named.pop()


def _bootstrap(folder: Path, packages: list[str]) -> None:
    said(
        "mmdebstrap",
        "--mode=root",
        "--variant=minbase",
        f"--include={','.join(packages)}",
        "--dpkgopt=force-unsafe-io",
        *(f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in _UNREAD),
        *(f"--aptopt={option}" for option in _proxies()),
        f"--customize-hook={_LIKE_AN_IMAGE_OF_PYTHON}",
        platform.freedesktop_os_release()["VERSION_CODENAME"],
        folder,
        *_sources(),
    )


def _sources() -> list[str]:
    """Where apt finds Debian's packages, as lines of a sources.list."""
    line = "deb $(REPO_URI) $(RELEASE) $(COMPONENT)"
    told = said("apt-get", "indextargets", "--format", line, "Created-By: Packages", "Origin: Debian")
    assert told, "apt knows no packages of Debian's; run: apt-get update"
    return sorted(set(told.splitlines()))


def _proxies() -> list[str]:
    return [line for line in said("apt-config", "dump").splitlines() if line.startswith("Acquire::http")]

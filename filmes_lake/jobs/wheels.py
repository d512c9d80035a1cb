"""The wheels that the Glue job needs: the program's own, and those of its requirements.

Glue 5 installs a zip of wheels without asking a package index.
See https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-python-libraries.html
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from importlib.resources import files

from filmes_lake import __version__
from filmes_lake.deploy.package import OWN, own_sources, zipped
from filmes_lake.deploy.wheels import Machine, Requirements

# What Glue 5.1 runs; the requirements are compiled for it too.
TARGET_PYTHON = "3.11"
GLUE = Machine(TARGET_PYTHON, ("manylinux2014_x86_64",))
_HINT = "check the network and pip's settings, or use a package made elsewhere: jobs submit --package FOLDER"


def job_requirements(text: str | None = None) -> Requirements:
    """What the job needs that Glue has not: the list that comes with the program, or another."""
    listed = text or (files("filmes_lake.jobs") / "requirements.txt").read_text(encoding="utf-8")
    return Requirements(listed, GLUE, "the job", _HINT)


def zip_of_wheels(wheels: Mapping[str, bytes], requirements: Requirements) -> bytes:
    """The program and the wheels of its requirements as Glue takes them; equal bytes for equal wheels."""
    pins = "\n".join([*requirements.pins, f"filmes-lake=={__version__}"]) + "\n"
    own = {f"{OWN}-{__version__}-py3-none-any.whl": own_wheel(requirements), "requirements.txt": pins.encode()}
    return zipped({f"wheels/{name}": data for name, data in {**wheels, **own}.items()})


def own_wheel(requirements: Requirements) -> bytes:
    """The program as a wheel that asks for nothing but these; the sample stays out."""
    info = f"{OWN}-{__version__}.dist-info"
    wanted = (f"Requires-Dist: {pin}" for pin in requirements.pins)
    metadata = ("Metadata-Version: 2.1", "Name: filmes-lake", f"Version: {__version__}", *wanted, "")
    wheel = ("Wheel-Version: 1.0", "Generator: filmes-lake", "Root-Is-Purelib: true", "Tag: py3-none-any", "")
    members = {**dict(own_sources()), f"{info}/METADATA": _text(metadata), f"{info}/WHEEL": _text(wheel)}
    lines = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in members.items()]
    record = f"{info}/RECORD"
    return zipped({**members, record: _text((*lines, f"{record},,", ""))})


def _text(lines: Iterable[str]) -> bytes:
    return "\n".join(lines).encode()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()

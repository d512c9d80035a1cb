"""The functions' package as tests need it: two small zips, which differ as they are told."""

import io
import zipfile
from pathlib import Path

from filmes_lake.deploy.architecture import Architecture
from filmes_lake.deploy.package import write_package


def packed(folder: Path, architecture: Architecture = Architecture.ARM64, **contents: str) -> Path:
    """A package whose `ingest.zip` and `transform.zip` hold these texts."""
    folder.mkdir(parents=True, exist_ok=True)
    zips = {f"{name}.zip": _zip(contents.get(name, "")) for name in ("ingest", "transform")}
    write_package(folder, zips, architecture)
    return folder


def _zip(text: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr(zipfile.ZipInfo("handler.py"), text)
    return target.getvalue()

"""The zips of Lambda's functions as the terminal shows them."""

from pathlib import Path

from filmes_lake.console import Console
from filmes_lake.deploy.functions import PYTHON, FunctionZips
from filmes_lake.progress import format_bytes


def show_zips(console: Console, folder: Path, made: FunctionZips) -> None:
    """Write the zips that were made."""
    files = [{**file.model_dump(), "unpacked": made.unpacked[file.name]} for file in made.package.files]
    if console.as_json:
        head = {"folder": str(folder), "architecture": made.architecture.value, "compiled": made.compiled}
        console.document({**head, "program": made.package.program, "files": files, "digest": made.package.digest})
        return
    sizes = ("bytes", "unpacked")
    rows = [
        (str(folder / file["name"]), *(format_bytes(file[size]) for size in sizes), file["sha256"]) for file in files
    ]
    console.table(("file", "size", "unpacked", "SHA-256"), rows, right=(1, 2))
    if not made.compiled:
        console.note(f"not compiled, since this is not Python {PYTHON}: each cold start takes some 1.5 s of CPU more")

"""How CSVs that came in look on a terminal and as JSON."""

from collections.abc import Sequence
from typing import Any

from filmes_lake.console import Console
from filmes_lake.ingest.csv_source.header import shown
from filmes_lake.ingest.landing import LandedCsv


def show_landed(console: Console, landed: Sequence[LandedCsv]) -> None:
    """Write what became of each file, and which of its columns no table has."""
    if console.as_json:
        console.document({"files": [_document(file) for file in landed]})
        return
    for file in landed:
        received = file.received
        console.line(
            f"{file.status}: {received.source} -> {file.key} ({received.lines:,} lines of {received.kind.value})"
        )
        if names := received.new_columns:
            told = ", ".join(map(shown, names))
            console.note(f"{received.source}: new columns stay in Raw, no table has them: {told}")


def _document(file: LandedCsv) -> dict[str, Any]:
    received = file.received
    return {
        "kind": received.kind.value,
        "source": received.source,
        "key": file.key,
        "rows": received.lines,
        "bytes": received.bytes,
        "sha256": received.sha256,
        "status": file.status,
        "new_columns": received.new_columns,
    }

"""How files that landed in Raw look on a terminal and as JSON."""

from collections.abc import Sequence
from typing import Any

from filmes_lake.console import Console
from filmes_lake.ingest.delimited.header import shown
from filmes_lake.ingest.delimited.landing import Landed


def show(console: Console, landed: Sequence[Landed]) -> None:
    """Write what became of each file."""
    if console.as_json:
        console.document({"files": [_document(file) for file in landed]})
        return
    for file in landed:
        received = file.received
        console.line(
            f"{file.status}: {received.source} -> {file.key} ({received.lines:,} lines of {received.table.name})"
        )
        if names := [shown(name) for name in received.new_columns]:
            console.note(f"{received.source}: new columns stay in Raw, no table has them: {', '.join(names)}")


def _document(file: Landed) -> dict[str, Any]:
    received = file.received
    kind = received.table.kind
    return {
        **({"kind": kind.value} if kind else {"table": received.table.name}),
        "source": received.source,
        "key": file.key,
        "rows": received.lines,
        "bytes": received.bytes,
        "sha256": received.sha256,
        "status": file.status,
        "new_columns": received.new_columns,
    }

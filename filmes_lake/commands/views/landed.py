"""How files that landed in Raw look on a terminal and as JSON."""

from collections.abc import Sequence
from typing import Any

from filmes_lake.console import Console
from filmes_lake.ingest.delimited.header import named, shown
from filmes_lake.ingest.delimited.landing import Landed
from filmes_lake.lake.manifest import Conversion, Dialect


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
        if received.converted:
            console.note(f"{received.source}: read as {_in_words(received.converted.dialect)}")
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
        "conversion": _conversion(received.conversion),
    }


def _conversion(conversion: Conversion | None) -> dict[str, Any] | None:
    """How a file was read that is not in the lake's own form, and where what is read in its place lies."""
    if conversion is None:
        return None
    return {**conversion.dialect.model_dump(), "key": conversion.lines.key, "bytes": conversion.lines.bytes}


def _in_words(dialect: Dialect) -> str:
    quotes = f"quoted by {dialect.quote}" if dialect.quote else "not quoted"
    return f"{dialect.encoding}, columns parted by {named(dialect.delimiter)}, {quotes}"

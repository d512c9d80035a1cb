"""How the catalog looks on a terminal and as JSON, and what is said of how it followed a command."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filmes_lake.catalog.registration import Catalog, Difference, Registered, RegistrationState, TableState
from filmes_lake.commands.options import command_line
from filmes_lake.console import Console
from filmes_lake.ingest.registry import schema
from filmes_lake.lake.manifest import Manifest
from filmes_lake.log import logger
from filmes_lake.models.columns import columns_of

if TYPE_CHECKING:
    from filmes_lake.engines.athena.named_queries import NamedQuery
    from filmes_lake.engines.athena.workgroup import Workgroup
    from filmes_lake.runtime import Runtime
    from filmes_lake.workflows.publish import Followed

_PUSHED = {"current": "unchanged", "outdated": "updated", "missing": "created"}
_WORDS = {
    RegistrationState.UNREGISTERED: "-",
    RegistrationState.ALTERED: "changed by somebody else",
    RegistrationState.ELSEWHERE: "another folder's",
}


def show_followed(console: Console, runtime: "Runtime", followed: "Followed") -> None:
    """Say which tables the catalog moved after something was published, which it left alone, or why it lags behind."""
    if followed.error:
        again = command_line("catalog register", runtime)
        # With --json a note would not be seen, and nobody would know why this is partly done.
        logger.warning(
            "the catalog lags behind: %s; the next transform tries again, or: %s", followed.error.message, again
        )
    if followed.moved:
        console.note(f"{runtime.catalog.where}: {len(followed.moved)} tables show the current version now")
    _note_left_alone(console, followed.tables)


def show_registered(console: Console, catalog: Catalog, found: Sequence[Registered]) -> None:
    """Say what became of each table."""
    if console.as_json:
        tables = [{"name": table.name, "version": table.version, "status": table.status} for table in found]
        console.document({"catalog": catalog.where, "tables": tables})
        return
    statuses = [table.status for table in found]
    counts = ", ".join(f"{statuses.count(status)} {status.replace('_', ' ')}" for status in dict.fromkeys(statuses))
    console.line(f"registered: {len(found)} tables in {catalog.where} ({counts})")
    _note_left_alone(console, found)
    console.note(catalog.hint)


def show_exported(console: Console, target: Path, tables: Sequence[tuple[str, Manifest]]) -> None:
    """Say which tables of which versions the file holds."""
    if console.as_json:
        copied = [
            {"name": name, "version": version.version, "rows": version.tables[name].rows} for name, version in tables
        ]
        console.document({"file": str(target), "tables": copied})
        return
    rows = sum(version.tables[name].rows for name, version in tables)
    console.line(f"exported: {len(tables)} tables, {rows:,} rows, to {target}")
    console.note(f"open it with any DuckDB since 1.0, for example: duckdb -readonly {shlex.quote(str(target))}")


def show_tables(console: Console, manifests: Sequence[Manifest], states: Sequence[TableState]) -> None:
    """Write the tables of the current versions with what the catalog shows of them."""
    shown = {state.name: state for state in states}
    documents = [_table(manifest, name, shown.get(name)) for manifest in manifests for name in manifest.tables]
    if console.as_json:
        console.document({"tables": documents})
        return
    rows = [
        (
            t["layer"],
            t["name"],
            f"{t['rows']:,}",
            f"{t['bytes']:,}",
            f"{t['made_at']:%Y-%m-%d %H:%M}",
            _in_catalog(shown.get(t["name"])),
            t["version"],
            ", ".join(c["name"] for c in t["columns"]),
        )
        for t in documents
    ]
    heads = ("layer", "table", "rows", "bytes", "made (UTC)", "in the catalog", "version", "columns")
    console.table(heads, rows, right=(2, 3))


def show_differences(console: Console, catalog: Catalog, states: Sequence[TableState]) -> None:
    """Write what registering would change, table by table."""
    away = [state for state in states if state.state is not RegistrationState.CURRENT]
    if console.as_json:
        console.document({"catalog": catalog.where, "tables": [_difference(state) for state in away]})
        return
    for state in away:
        console.line(f"{state.name}: {_word(state)}")
        for change in state.changes:
            console.line(f"  {_difference_line(change)}")
    if not away:
        console.line(f"{catalog.where}: {len(states)} tables, all current")


def show_ddl(console: Console, statements: Mapping[str, str]) -> None:
    """Write the statements, each ended by a semicolon."""
    if console.as_json:
        console.document({"tables": [{"name": name, "ddl": text} for name, text in statements.items()]})
        return
    console.lines("\n\n".join(f"{text};" for text in statements.values()).split("\n"))


def show_pushed(console: Console, workgroup: "Workgroup", found: Sequence["NamedQuery"]) -> None:
    """Say what became of each report's named query."""
    statuses = [_PUSHED[query.state.value] for query in found]
    if console.as_json:
        queries = [{"name": query.name, "status": status} for query, status in zip(found, statuses, strict=True)]
        console.document({"workgroup": workgroup.name, "database": workgroup.database, "queries": queries})
        return
    counts = ", ".join(f"{statuses.count(status)} {status}" for status in dict.fromkeys(statuses))
    console.line(f"named queries: {len(found)} in {workgroup.where} ({counts})")


def show_queries(console: Console, workgroup: "Workgroup", found: Sequence["NamedQuery"]) -> None:
    """Write how each report stands in the workgroup."""
    if console.as_json:
        queries = [{"name": q.name, "state": q.state.value, "id": q.id, "description": q.description} for q in found]
        console.document({"workgroup": workgroup.name, "database": workgroup.database, "queries": queries})
        return
    console.table(("query", "state", "what"), [(query.name, query.state.value, query.description) for query in found])


def _note_left_alone(console: Console, found: Sequence[Registered]) -> None:
    for table in found:
        if table.status == "left_alone":
            differs = ", ".join(change.what for change in table.changes)
            console.note(f"left alone: {table.name}, changed by somebody else ({differs})")


def _table(manifest: Manifest, name: str, state: TableState | None) -> dict[str, Any]:
    table = manifest.tables[name]
    return {
        "layer": manifest.layer.value,
        "name": name,
        "rows": table.rows,
        "bytes": table.bytes,
        "version": manifest.version,
        "made_at": manifest.created_at,
        "state": state.state.value if state else RegistrationState.UNREGISTERED.value,
        "shown": state.shown if state else None,
        "columns": [
            {"name": c.name, "type": c.type.value, "nullable": c.nullable, "description": c.description}
            for c in columns_of(schema().model_of(name))
        ],
    }


def _in_catalog(state: TableState | None) -> str:
    if state is None:
        return "-"
    return f"{_word(state)}: {state.shown}" if state.state is RegistrationState.BEHIND and state.shown else _word(state)


def _word(state: TableState) -> str:
    return _WORDS.get(state.state, state.state.value)


def _difference(state: TableState) -> dict[str, Any]:
    return {
        "name": state.name,
        "state": state.state.value,
        "shown": state.shown,
        "version": state.version,
        "changes": [{"what": c.what, "now": c.now, "wanted": c.wanted} for c in state.changes],
    }


def _difference_line(change: Difference) -> str:
    return f"{change.what}: {change.now or 'none'} -> {change.wanted or 'none'}"

"""The accounting of Trusted: what became of every line and record, from the rows that the statements counted."""

from collections.abc import Mapping
from typing import Any

from filmes_lake.models.kinds import Kind
from filmes_lake.models.tables import csv_table, tmdb_table

Accounting = dict[str, dict[str, Any]]
Counts = dict[str, list[dict[str, Any]]]
"""The rows of each counting statement, by its name."""

_INVALID = "invalid_"


def accounting_of(counts: Counts) -> Accounting:
    """The accounting by raw table; its laws stand in `audits.audit_accounts`."""
    accounting: Accounting = {}
    for kind, name in ((Kind.MOVIES, "filmes"), (Kind.SERIES, "series")):
        accounting[csv_table(kind)] = _lines(counts, kind)
        accounting[tmdb_table(kind)] = _records(
            counts[f"contas_registros_{name}"][0], _of(kind, counts["contas_sem_titulo"])
        )
    return accounting


def lines_of_titles(counts: Counts) -> dict[str, int]:
    """The lines that the titles were made of, by kind."""
    titles = counts["contas_titulos"]
    return {kind.value: int(_of(kind, titles).get("lines_taken", 0)) for kind in Kind}


def _lines(counts: Counts, kind: Kind) -> dict[str, Any]:
    lines, titles, artists = (_of(kind, counts[f"contas_{what}"]) for what in ("linhas", "titulos", "creditos"))
    return {
        "lines": lines.get("lines", 0),
        "kept": artists.get("kept", 0),
        "without_artist": lines.get("without_artist", 0),
        "duplicates": int(artists.get("duplicates", 0)),
        "rejected": lines.get("rejected", 0),
        "titles_in_conflict": titles.get("titles_in_conflict", 0),
        "invalid_values": _invalid_values({**titles, **lines}),
    }


def _records(row: Mapping[str, Any], unmatched: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("records", "kept", "superseded", "rejected")},
        "without_title": unmatched.get("without_title", 0),
        "invalid_values": _invalid_values(row),
    }


def _of(kind: Kind, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The row about a kind; empty where it has no lines."""
    return next((row for row in rows if row["tipo"] == kind.tipo), {})


def _invalid_values(row: Mapping[str, Any]) -> dict[str, int]:
    """Counts of values that were not of their column's type or range, by column; columns without any are left out."""
    return {name.removeprefix(_INVALID): count for name, count in row.items() if name.startswith(_INVALID) and count}

"""Documentation made from the code: the tables, the reports, the command line, and the snapshot of the schema."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import typer
import typer.main
from typer.cli import get_docs_for_click

from filmes_lake.cli import app_with
from filmes_lake.ingest.registry import schema
from filmes_lake.models.columns import Column, Limit, Row, columns_of, description_of
from filmes_lake.models.kinds import Layer
from filmes_lake.reports.conditions import conditions_of
from filmes_lake.reports.definitions import REPORTS
from filmes_lake.reports.parameters import written
from filmes_lake.reports.report import Report

NOTE = "<!-- Made by tools/generate.py: change the code, then run `make docs`. -->\n\n"


def documents(root: Path) -> Iterator[tuple[Path, str]]:
    """Every generated document with its text."""
    for layer in Layer:
        models = schema().tables(layer)
        yield root / f"docs/tables/{layer.value}.md", _layer_page(layer, models)
    yield root / "docs/tables/schema.json", json.dumps(_schema(), indent=1, ensure_ascii=False) + "\n"
    yield root / "docs/reports.md", NOTE + _REPORTS + "".join(map(_report_section, REPORTS))
    yield root / "docs/cli.md", NOTE + _command_reference()


def _layer_page(layer: Layer, models: tuple[type[Row], ...]) -> str:
    return NOTE + f"# {layer.folder}\n" + "".join(_table_section(model) for model in models)


def _table_section(model: type[Row]) -> str:
    info = model.table
    facts = [
        f"Key: {', '.join(info.key)}." if info.key else "",
        f"Sorted by {', '.join(info.sort)}." if info.sort else "",
        *(f"{', '.join(r.columns)} stands in {r.table}." for r in info.references),
    ]
    head = f"\n## {info.name}\n\n{description_of(model)}\n\n{' '.join(filter(None, facts))}\n"
    rows = "".join(_column_row(info.layer, column) for column in columns_of(model))
    source = " source |" if info.layer is Layer.RAW or any(c.source != c.name for c in columns_of(model)) else ""
    title = (
        f"\n| id | column | type | null | what |{source}\n| --- | --- | --- | --- | --- |{' --- |' if source else ''}\n"
    )
    return head.rstrip("\n") + "\n" + title + (rows if source else _without_source(rows))


def _column_row(layer: Layer, column: Column) -> str:
    notes = [column.description]
    if column.unit:
        notes.append(f"Unit: {column.unit}.")
    if column.minimum is not None or column.maximum is not None:
        low, high = (_limit(limit) for limit in (column.minimum, column.maximum))
        notes.append(f"Range: {low} to {high}." if high else f"At least {low}.")
    if column.values:
        notes.append(f"One of {', '.join(column.values)}.")
    source = column.source if layer is Layer.RAW or column.source != column.name else ""
    null = "yes" if column.nullable else "no"
    what = " ".join(notes).replace("|", "\\|")
    return f"| {column.id} | {column.name} | {column.type.value} | {null} | {what} | {source} |\n"


def _limit(limit: Limit | None) -> str:
    return "" if limit is None else str(limit) if isinstance(limit, date) else f"{limit:g}"


def _without_source(rows: str) -> str:
    return "".join(line.removesuffix("  |\n") + "\n" for line in rows.splitlines(keepends=True))


_REPORTS = """# Reports

`filmes-lake report NAME` runs one over the current Refined tables. Each parameter is a flag (`--min-year 1990`), or
`--set min_year=1990`, and `none` takes a condition away. A title that several conditions would leave out falls to the
first; the funnel says how many fell to each. How return is measured, which films count, and what the files of
`--output` hold: [guide/reports.md](guide/reports.md).
"""


def _report_section(report: Report) -> str:
    parameters = "".join(
        f"| {p.name} | {p.type_name} | {written(p.default)} | {p.description.en} |\n" for p in report.parameters
    )
    columns = "".join(f"| {c.name} | {c.type.value} | {c.unit.value} | {c.description.en} |\n" for c in report.columns)
    correlated = f"\nSpearman's rank correlation of {' and '.join(report.correlates or ())}.\n"
    return (
        f"\n## {report.name}\n\n{report.title.en}: {report.question.en}\n"
        f"\n| parameter | type | default | what |\n| --- | --- | --- | --- |\n{parameters}"
        f"\n| column | type | unit | what |\n| --- | --- | --- | --- |\n{columns}"
        f"{correlated if report.correlates else ''}"
        f"\nLeft out, in this order: {'; '.join(c.description.en for c in conditions_of(report.kind))}.\n"
        f"\n{' '.join(note.en for note in report.notes)}\n"
    )


def _schema() -> dict[str, Any]:
    """Every table's columns by layer: what readers of the lake rely on."""
    return {
        layer.value: {
            model.table.name: [
                {"id": c.id, "name": c.name, "type": c.type.value, "nullable": c.nullable} for c in columns_of(model)
            ]
            for model in schema().tables(layer)
        }
        for layer in Layer
    }


def _command_reference() -> str:
    """The program's own help as Markdown, the way `typer utils docs` writes it."""
    root = typer.main.get_command(app_with())
    text = get_docs_for_click(obj=root, ctx=typer.Context(root), name="filmes-lake")
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"

"""What a shell offers on TAB: reports, their parameters, tables, versions, runs. No engine, no network.

A lake that cannot be read offers nothing: a message would stand in the middle of what is being typed.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from filmes_lake.commands.report_parameters import TYPED
from filmes_lake.errors import FilmesLakeError
from filmes_lake.visible_text import visible

if TYPE_CHECKING:
    from filmes_lake.lake.lake import Lake

_RUNS = 20
_WORD = re.compile(r"\w*\Z")


def report_names(incomplete: str) -> list[tuple[str, str]]:
    """The reports and `list`, each with what it answers."""
    from filmes_lake.reports.definitions import REPORTS

    names = [("list", "Every report with its parameters."), *((r.name, r.question.en) for r in REPORTS)]
    return [(name, what) for name, what in names if name.startswith(incomplete)]


def report_parameters(context: typer.Context, incomplete: str) -> list[str]:
    """`KEY=` of the report that was named, or of every report."""
    from filmes_lake.reports.definitions import REPORTS

    # An option without its value ends the parsing, so the arguments are looked at as they were typed.
    typed = context.meta.get(TYPED, ())
    named = [report for report in REPORTS if report.name in typed]
    keys = dict.fromkeys(f"{parameter.name}=" for report in named or REPORTS for parameter in report.parameters)
    return _beginning(keys, incomplete)


def tables_in_sql(incomplete: str) -> list[str]:
    """What was typed of the SQL, its last word made into each table's name that begins so."""
    from filmes_lake.ingest.registry import schema
    from filmes_lake.models.kinds import Layer

    begun = _WORD.search(incomplete)
    word = begun[0] if begun else ""
    before = incomplete.removesuffix(word)
    if not before.strip():  # SQL begins with no table
        return []
    tables = schema().tables
    names = [model.table.name for layer in (Layer.TRUSTED, Layer.REFINED) for model in tables(layer)]
    return [before + name for name in _beginning(names, word)]


def versions(context: typer.Context, incomplete: str) -> list[str]:
    """The kept versions of Refined and Trusted."""
    from filmes_lake.models.kinds import Layer

    found = (
        version
        for lake in _lakes(context)
        for layer, pointer in lake.versions.pointer().layers.items()
        if layer is not Layer.RAW
        for version in pointer.kept
    )
    return _safely(found, incomplete)


def run_ids(context: typer.Context, incomplete: str) -> list[str]:
    """The newest runs."""
    return _safely((run.run_id for lake in _lakes(context) for run in lake.ledger.runs(_RUNS)), incomplete)


def _lakes(context: typer.Context) -> "Iterator[Lake]":
    """The lake that the command is about, if it is a folder."""
    from filmes_lake.runtime import Runtime

    runtime = Runtime.from_flags(lake=context.params.get("lake"))
    if "://" not in runtime.settings.lake:
        yield runtime.lake


def _safely(words: Iterable[str], incomplete: str) -> list[str]:
    """Words of a lake that somebody else may have made: what a shell could not show as it is, is not offered."""
    try:
        return [word for word in _beginning(words, incomplete) if visible(word) == word]
    except (FilmesLakeError, OSError):
        return []


def _beginning(words: Iterable[str], incomplete: str) -> list[str]:
    return [word for word in words if word.startswith(incomplete)]

"""How a title's way looks on a terminal and as JSON."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from filmes_lake.console import Console, format_value
from filmes_lake.explain.matches import Match
from filmes_lake.explain.outcomes import NOT_TRANSFORMED, TMDB_REQUEST_FAILED, WITHOUT_RECORD
from filmes_lake.explain.title import Explained, Explanation, LayerTrace

_SHOWN_MATCHES = 20
_SHOWN_ROWS = 5


def show(console: Console, explained: Explained) -> None:
    """Write the explanations, or the titles to choose from."""
    if console.as_json:
        console.document(_document(explained))
        return
    if explained.matches:
        _show_matches(console, explained)
    for explanation in explained.explanations:
        _show_explanation(console, explanation)


def next_words(explained: Explained) -> str | None:
    """The command that brings a title on, without the program's name; None where none does."""
    for found in explained.explanations:
        if found.outcome is NOT_TRANSFORMED:
            return "transform all"
        if found.outcome is WITHOUT_RECORD and found.kind:
            return f"ingest tmdb --kind {found.kind.value}"
        if found.outcome is TMDB_REQUEST_FAILED and found.kind:
            return f"ingest tmdb --kind {found.kind.value} --retry-errors"
    return None


def _show_matches(console: Console, explained: Explained) -> None:
    rows = [
        (match.title_id, match.kind.value, *map(format_value, (match.year, match.title, match.tmdb_title, match.votes)))
        for match in explained.matches[:_SHOWN_MATCHES]
    ]
    console.table(("id", "kind", "year", "title", "title of TMDB", "votes"), rows, right=(2, 5))
    more = len(explained.matches) - _SHOWN_MATCHES
    if more > 0:
        console.note(f"and {more:,} more: give more of the name, or --json for all")
    console.note(f"{explained.wanted}: {len(explained.matches):,} titles match; choose one by its id")


def _show_explanation(console: Console, explanation: Explanation) -> None:
    kind = f" ({explanation.kind.value})" if explanation.kind else ""
    console.line(f"{explanation.title_id}{kind}: {explanation.title or 'no title'}")
    console.line(f"{explanation.outcome.name}: {explanation.outcome.sentence}")
    _show_raw(console, explanation)
    for layer, trace in (("Trusted", explanation.trusted), ("Refined", explanation.refined)):
        _show_layer(console, layer, trace)
    console.line()


def _show_raw(console: Console, explanation: Explanation) -> None:
    console.line()
    console.line("Raw")
    for trace in explanation.raw.values():
        for found in trace.sightings:
            lines = "line" if len(found.lines) == 1 else "lines"
            note = f", {found.note}" if found.note else ""
            console.line(f"  {found.key}: {lines} {ranges(found.lines)}{note}")
        if trace.sightings:
            values = trace.sightings[0].values.items()
            _show_values(
                console, {name: " / ".join(value) if isinstance(value, tuple) else value for name, value in values}
            )
        else:
            console.line(f"  {trace.nothing}")


def _show_layer(console: Console, name: str, trace: LayerTrace | None) -> None:
    console.line()
    if trace is None:
        console.line(f"{name}: no version yet")
        return
    console.line(f"{name}: {trace.version}" if any(trace.rows.values()) else f"{name}: nothing in {trace.version}")
    for table, rows in trace.rows.items():
        if not rows:
            continue
        if len(rows) == 1 and not table.startswith("ponte_"):
            console.line(f"  {table}")
            _show_values(console, rows[0])
        else:
            console.line(f"  {table}: {_summary(rows)}")


def _summary(rows: Sequence[dict[str, Any]]) -> str:
    """How many rows, and what the first of them differ in: what a bridge leads to, an artist, a reason."""
    names = [next((row[name] for name in ("genero", "nome_artista", "motivo") if name in row), "") for row in rows]
    shown = list(dict.fromkeys(names))
    more = ", ..." if len(shown) > _SHOWN_ROWS else ""
    listed = f"{', '.join(map(str, shown[:_SHOWN_ROWS]))}{more}"
    counted = f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}"
    return f"{counted} ({listed})" if listed else counted


def _show_values(console: Console, values: dict[str, Any]) -> None:
    console.pairs([(f"    {name}", "-" if value is None else format_value(value)) for name, value in values.items()])


def ranges(numbers: Iterable[int]) -> str:
    """Rising numbers in short: 2-5, 9."""
    runs = ([number for _, number in run] for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]))
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _document(explained: Explained) -> dict[str, Any]:
    return {
        "wanted": explained.wanted,
        "parameters": explained.parameters,
        "explanations": [_explanation(explanation) for explanation in explained.explanations],
        "matches": [_match(match) for match in explained.matches],
    }


def _explanation(found: Explanation) -> dict[str, Any]:
    return {
        "id": found.title_id,
        "kind": found.kind and found.kind.value,
        "title": found.title,
        "fate": found.outcome.name,
        "reason": found.outcome.sentence,
        "raw": {name: trace.document for name, trace in found.raw.items()},
        "trusted": found.trusted and vars(found.trusted),
        "refined": found.refined and vars(found.refined),
    }


def _match(match: Match) -> dict[str, Any]:
    return {"id": match.title_id, **{name: value for name, value in vars(match).items() if name != "title_id"}}

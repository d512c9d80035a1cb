"""`filmes-lake status`: freshness and row accounting."""

from typing import TYPE_CHECKING, Any

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, command_line, open_runtime

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.transform.freshness import LakeStatus


TERMS_DAYS = 180  # "6 months": https://www.themoviedb.org/api-terms-of-use, 1.C


def status(context: typer.Context, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Show how fresh each input and layer is, and what became of every line."""
    from filmes_lake.transform.freshness import lake_status

    runtime, console = open_runtime(context, lake, as_json=as_json)
    found = lake_status(runtime.lake)
    _show(console, found)
    if any(layer.stale for layer in found.layers):
        console.note(f"next: {command_line('transform all', runtime)}")
    if any((source.oldest_days or 0) >= TERMS_DAYS for source in found.inputs):
        console.note(
            f"TMDB allows its answers to be kept for {TERMS_DAYS} days: {command_line('ingest tmdb', runtime)} asks "
            f"again, {command_line(f'purge --older-than {TERMS_DAYS}', runtime)} deletes"
        )


def _show(console: "Console", found: "LakeStatus") -> None:
    if console.as_json:
        console.document(
            {
                "lake": found.uri,
                "inputs": [vars(source) for source in found.inputs],
                "layers": [vars(layer) for layer in found.layers],
                "accounting": found.accounting,
            }
        )
        return
    console.line(f"lake {found.uri}")
    inputs = [
        (i.name, f"{i.rows:,}", f"{i.bytes:,}", f"{i.files:,}", _age(i.oldest_days), i.newest or "-")
        for i in found.inputs
    ]
    console.table(("input", "lines", "bytes", "files", "oldest answer", "newest"), inputs, right=(1, 2, 3, 4))
    layers = [
        (s.layer.value, s.version or "-", f"{s.rows:,}", f"{s.bytes:,}", "stale" if s.stale else "fresh", s.reason)
        for s in found.layers
    ]
    console.table(("layer", "version", "rows", "bytes", "state", "why"), layers, right=(2, 3))
    for name, account in found.accounting.items():
        console.line(f"{name}: {_law(account)}")


def _age(days: int | None) -> str:
    return "-" if days is None else f"{days:,} days"


def _law(account: dict[str, Any]) -> str:
    """The accounting law of a file, with its figures, and what else was seen."""
    came = "lines" if "lines" in account else "records"
    notes = ("titles_in_conflict", "without_title", "invalid_values")
    placed = " + ".join(f"{count:,} {name}" for name, count in account.items() if name not in (came, *notes))
    text = f"{account[came]:,} {came} = {placed}"
    if account.get("titles_in_conflict"):
        text += f"; {account['titles_in_conflict']:,} titles whose lines disagree"
    if account.get("without_title"):
        text += f"; {account['without_title']:,} kept records are about no title of the CSV"
    for column, count in account["invalid_values"].items():
        text += f"; {count:,} invalid {column}"
    return text

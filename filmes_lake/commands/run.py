"""`filmes-lake run`: whatever is stale, from the sources to the catalog."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, command_line, open_runtime
from filmes_lake.errors import EXIT_PARTLY_DONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filmes_lake.console import Console
    from filmes_lake.ingest.source import Finding, State, Step
    from filmes_lake.runtime import Runtime


def run(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "--plan", help="Say what would be done and why; write nothing, ask nobody.")
    ] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ingest the sources of the settings, ask TMDB, transform and register: only what is stale, in this order.

    Files that did not change are known by their bytes. Without a token, TMDB is left out. The first step that fails
    ends the run with its exit code.
    """
    from filmes_lake.ingest.source import State
    from filmes_lake.workflows.refresh import look_ahead

    runtime, console = open_runtime(context, lake, as_json=as_json)
    steps = runtime.upkeep()
    findings = []
    for finding in look_ahead(steps) if dry_run else _kept_up(console, steps):
        findings.append(finding)
        _show(console, runtime, finding)
    if as_json:
        console.document({"dry_run": dry_run, "steps": [_document(finding) for finding in findings]})
    states = {finding.state for finding in findings}
    _note_end(console, runtime, states)
    if State.PARTLY_DONE in states:
        raise typer.Exit(EXIT_PARTLY_DONE)


def _kept_up(console: "Console", steps: "Sequence[Step]") -> "Iterator[Finding]":
    from filmes_lake.workflows.refresh import keep_up

    for step in steps:
        with console.steps(step.name) as watch:
            finding = keep_up(step, watch)
        yield finding


def _document(finding: "Finding") -> dict[str, Any]:
    return {**vars(finding), "state": finding.state.value}


def _show(console: "Console", runtime: "Runtime", finding: "Finding") -> None:
    if console.as_json:
        return
    console.line(f"{finding.step:<18}  {finding.state.value.replace('_', ' '):<11}  {finding.reason}")
    if finding.hint:
        console.note(f"{finding.step}: {finding.hint}")
    elif finding.command and finding.state.value != "due":
        console.note(f"{finding.step}: next: {command_line(finding.command, runtime)}")


def _note_end(console: "Console", runtime: "Runtime", states: "set[State]") -> None:
    if "due" in states:
        console.note(f"nothing was done; do it: {command_line('run', runtime)}")
    elif states <= {"up_to_date", "skipped"}:
        console.note("everything is up to date")
    else:
        console.note(f"figures: {command_line('report roi', runtime)}")

"""What `run` says of each step, and at its end."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from filmes_lake.commands.options import command_line
from filmes_lake.console import Console
from filmes_lake.ingest.source import Finding, State

if TYPE_CHECKING:
    from filmes_lake.runtime import Runtime


def show_step(console: Console, runtime: "Runtime", finding: Finding) -> None:
    """Write a step's line as soon as it is known; the JSON document comes at the end."""
    if console.as_json:
        return
    console.line(f"{finding.step:<18}  {finding.state.value.replace('_', ' '):<11}  {finding.reason}")
    if finding.hint:
        console.note(f"{finding.step}: {finding.hint}")
    elif finding.command and finding.state is not State.DUE:
        console.note(f"{finding.step}: next: {command_line(finding.command, runtime)}")


def show_end(console: Console, runtime: "Runtime", findings: Sequence[Finding], *, dry_run: bool) -> None:
    """Write the document of all steps, and what to do next."""
    if console.as_json:
        console.document({"dry_run": dry_run, "steps": [_document(finding) for finding in findings]})
    states = {finding.state for finding in findings}
    if State.DUE in states:
        console.note(f"nothing was done; do it: {command_line('run', runtime)}")
    elif states <= {State.FRESH, State.SKIPPED}:
        console.note("everything is up to date")
    else:
        console.note(f"figures: {command_line('report roi', runtime)}")


def _document(finding: Finding) -> dict[str, Any]:
    return {**vars(finding), "state": finding.state.value}

"""What `run` says of each step, and at its end."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from filmes_lake.commands.options import command_line
from filmes_lake.console import Console
from filmes_lake.ingest.source import StepReport, StepState

if TYPE_CHECKING:
    from filmes_lake.runtime import Runtime


def show_step(console: Console, runtime: "Runtime", report: StepReport) -> None:
    """Write a step's line as soon as it is known; the JSON document comes at the end."""
    if console.as_json:
        return
    console.line(f"{report.step:<19}  {report.state.value.replace('_', ' '):<11}  {report.reason}")
    if report.hint:
        console.note(f"{report.step}: {report.hint}")
    elif report.command and not report.state.is_to_be_applied:
        console.note(f"{report.step}: next: {command_line(report.command, runtime)}")


def show_end(console: Console, runtime: "Runtime", reports: Sequence[StepReport], *, dry_run: bool) -> None:
    """Write the document of all steps, and what to do next."""
    if console.as_json:
        console.document({"dry_run": dry_run, "steps": [_document(report) for report in reports]})
    states = {report.state for report in reports}
    if any(state.is_to_be_applied for state in states):
        console.note(f"nothing was done; to do it: {command_line('run', runtime)}")
    elif states <= {StepState.FRESH, StepState.SKIPPED}:
        console.note("everything is up to date")
    else:
        console.note(f"figures: {command_line('report roi', runtime)}")


def _document(report: StepReport) -> dict[str, Any]:
    return {**vars(report), "state": report.state.value}

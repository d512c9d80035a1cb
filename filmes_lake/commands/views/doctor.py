"""What `doctor` found, on a terminal and as JSON."""

from collections.abc import Sequence

from filmes_lake.console import Console
from filmes_lake.doctor.verdict import Check, exit_code_of


def show(console: Console, checks: Sequence[Check]) -> None:
    """Write each check with its verdict and what to do."""
    if console.as_json:
        documents = [{"name": c.name, "verdict": c.verdict.value, "what": c.what, "todo": c.todo} for c in checks]
        console.document({"checks": documents, "healthy": not exit_code_of(checks)})
        return
    for check in checks:
        console.line(f"{check.name:<9}  {check.verdict.value:<7}  {check.what}")
        if check.todo:
            console.line(f"{'':<9}  {'':<7}  -> {check.todo}")

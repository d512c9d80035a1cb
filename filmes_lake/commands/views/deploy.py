"""A stack as the terminal shows it: its zips, what would become of it, how it stands, what it logged, what is left."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from filmes_lake.commands.options import command_line
from filmes_lake.console import Console
from filmes_lake.deploy.costs import Costs
from filmes_lake.deploy.deployment import Applied, Deployment, Plan, StackPlan
from filmes_lake.deploy.destroying import Data
from filmes_lake.deploy.functions import PYTHON, FunctionZips
from filmes_lake.deploy.permissions import Permission
from filmes_lake.deploy.stacks import Report
from filmes_lake.deploy.templates import Template
from filmes_lake.deploy.watching import Execution, Log, Status
from filmes_lake.deploy.wishes import StackName
from filmes_lake.progress import format_bytes, format_duration
from filmes_lake.settings import variable_of

_ACTIONS = {
    "create": "is made",
    "update": "changes",
    "import": "takes up what is there, then is brought up to date",
    "none": "stays as it is",
}


def show_zips(console: Console, folder: Path, made: FunctionZips) -> None:
    """Write the zips that were made."""
    files = [{**file.model_dump(), "unpacked": made.unpacked[file.name]} for file in made.package.files]
    if console.as_json:
        head = {"folder": str(folder), "architecture": made.architecture.value, "compiled": made.compiled}
        console.document({**head, "program": made.package.program, "files": files, "digest": made.package.digest})
        return
    sizes = ("bytes", "unpacked")
    rows = [
        (str(folder / file["name"]), *(format_bytes(file[size]) for size in sizes), file["sha256"]) for file in files
    ]
    console.table(("file", "size", "unpacked", "SHA-256"), rows, right=(1, 2))
    if not made.compiled:
        console.note(f"not compiled, since this is not Python {PYTHON}: each cold start takes some 1.5 s of CPU more")


def show_plan(console: Console, deployment: Deployment, plan: Plan) -> None:
    """Write what would be made and changed, what it may do, what it costs, what it lacks."""
    if console.as_json:
        console.document(_plan_document(deployment, plan))
        return
    for stack in plan.stacks:
        _show_stack(console, deployment.account.region, stack)
    if plan.permissions:
        console.table(("role", "may"), list(_may(plan.permissions)))
    console.pairs(_costs(plan.costs))
    console.pairs([("left out", said) for said in plan.left_out])
    for change in plan.endangered:
        console.note(
            f"{change.name} holds data: apply refuses to {change.change.value} it without --replace {change.name}"
        )


def telling(console: Console) -> Report:
    """What writes each event of CloudFormation's as it comes."""
    return lambda event: console.note(
        " ".join(filter(None, (f"{event.status:<27}", f"{event.name} ({event.type})", event.reason)))
    )


def show_applied(console: Console, deployment: Deployment, applied: Applied) -> None:
    """Write what was made, and what comes next."""
    if console.as_json:
        console.document({**_plan_document(deployment, applied.plan), "uploaded": applied.uploaded})
        return
    uploaded = ", ".join(applied.uploaded) or "nothing: no file has changed"
    console.pairs([("lake", applied.plan.lake), ("uploaded", uploaded)])
    flags = _where(deployment.stack, deployment.account.region)
    parameters = applied.plan.parameters
    settings = {"lake": applied.plan.lake, "database": parameters["Database"], "workgroup": deployment.stack.compute}
    console.note(f"to use it here: {' '.join(f'{variable_of(name)}={value}' for name, value in settings.items())}")
    console.note(f"next: {command_line(f'deploy token {flags}')}, {command_line(f'deploy status {flags}')}")


def show_status(console: Console, stack: StackName, status: Status) -> None:
    """Write how the stack stands."""
    if console.as_json:
        # Of an execution its name is enough: the ARN has the account's number.
        executions = [{name: of[name] for name in of if name != "arn"} for of in map(asdict, status.executions)]
        console.document({"stack": stack.name, **asdict(status), "executions": executions})
        return
    halves = [
        (f"stack {half.name}", f"{half.status or 'not there'}{' (protected)' if half.protected else ''}")
        for half in status.stacks
    ]
    lake = [("lake", status.lake)] if status.lake else []
    console.pairs(
        [*halves, *lake, ("TMDB's token", "stored" if status.token else "not stored: filmes-lake deploy token")]
    )
    rows = [(found.name, found.status, _time(found.started), _duration(found)) for found in status.executions]
    console.table(("execution", "status", "started", "elapsed"), rows, right=(3,), whole=(0,))
    console.table(
        ("alarm", "state", "since"), [(alarm.name, alarm.state, _time(alarm.since)) for alarm in status.alarms]
    )


def show_logs(console: Console, stack: StackName, logs: Sequence[Log]) -> None:
    """Write the last lines of each log."""
    if console.as_json:
        console.document({"stack": stack.name, "logs": [asdict(log) for log in logs]})
        return
    for log in logs:
        console.line(f"{log.name}:")
        console.lines(f"  {line.expandtabs()}" for line in log.lines or ("nothing yet",))


def show_token(console: Console, stack: StackName, what: str) -> None:
    """Write what became of the token: stored, deleted, or absent; never itself."""
    if console.as_json:
        console.document({"parameter": stack.token, "token": what})
    else:
        console.line(f"{stack.token}: {what}")


def contained(data: Data) -> str:
    """What would be lost, in words."""
    return f"bucket {data.bucket}: {data.objects:,} objects of {format_bytes(data.bytes)}, and database {data.database}"


def show_destroyed(console: Console, stack: StackName, data: Data | None, *, found: bool) -> None:
    """Write what is gone and what stays."""
    if console.as_json:
        gone = {"compute": found, "bucket": data.bucket if data else None, "objects": data.objects if data else 0}
        console.document({"stack": stack.name, "deleted": gone})
        return
    console.line(f"stack {stack.compute}: {'deleted' if found else 'was not there'}")
    if data:
        console.line(f"{contained(data)}: deleted")
    else:
        console.note(f"bucket and database stay in stack {stack.data}; {command_line('deploy apply')} uses them again")
    console.note(f"TMDB's token stays: {command_line('deploy token --delete')}")


def show_template(console: Console, template: Template) -> None:
    """Write a template."""
    if console.as_json:
        console.document(template.sections)
    else:
        console.text(json.dumps(template.sections, indent=1) + "\n")


def _show_stack(console: Console, region: str, stack: StackPlan) -> None:
    anew = "; its first creation failed, and what is left of it is deleted first" if stack.anew else ""
    console.line(f"stack {stack.name} in {region}: {_ACTIONS[stack.action]}{anew}")
    if stack.changes:
        rows = [
            (change.change.value, change.name, change.type, ", ".join(change.properties)) for change in stack.changes
        ]
        console.table(("change", "resource", "type", "because of"), rows)


def _may(permissions: Sequence[Permission]) -> Iterator[tuple[str, str]]:
    """Each role with all that it may, in words; what of, the document says."""
    for role, found in groupby(permissions, key=lambda permission: permission.role):
        yield role, ", ".join(dict.fromkeys(word for permission in found for word in permission.words))


def _costs(costs: Costs) -> list[tuple[str, str]]:
    beyond = "" if costs.idle is None else ", 0 within the free tier; S3's storage and requests come on top"
    return [
        (f"prices of {costs.as_of}", f"{costs.region}, computed; taxes and free tiers left out"),
        ("a month without a run", f"{_dollars(costs.idle)}{beyond}"),
        (
            "a refresh of 33 MB of CSV",
            f"{_dollars(costs.refresh_real)}, of 237 MB {_dollars(costs.refresh_full)}; asking TMDB on top",
        ),
    ]


def _dollars(value: float | None) -> str:
    return "no price is known here" if value is None else f"US$ {value:.4f}"


def _plan_document(deployment: Deployment, plan: Plan) -> dict[str, Any]:
    named = {"stack": deployment.stack.name, "region": deployment.account.region}
    return {**named, **asdict(plan), "parameters": dict(plan.parameters)}


def _where(stack: StackName, region: str) -> str:
    return f"--stack {stack.name} --region {region}"


def _time(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M:%S}" if when else ""


def _duration(execution: Execution) -> str:
    return "" if execution.seconds is None else format_duration(execution.seconds)

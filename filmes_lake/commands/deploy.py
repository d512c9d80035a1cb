"""`filmes-lake deploy`: a lake on AWS that refreshes itself: planned, made, watched, left."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from filmes_lake.commands.options import JsonOption, YesOption, confirmed, open_console, open_runtime
from filmes_lake.commands.stack_parameters import StackCommand, given_parameters
from filmes_lake.deploy.architecture import Architecture
from filmes_lake.errors import FilmesLakeError, UsageError

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.deploy.account import Account
    from filmes_lake.deploy.deployment import Deployment
    from filmes_lake.deploy.wishes import StackName

app = typer.Typer(help="Put a lake on AWS that refreshes itself.", no_args_is_help=True)

StackOption = Annotated[str, typer.Option("--stack", metavar="NAME", help="The stack; one account may have several.")]
RegionOption = Annotated[
    str | None, typer.Option("--region", metavar="REGION", help="AWS's region; that of AWS's own settings if omitted.")
]
RoleOption = Annotated[
    str | None,
    typer.Option("--role-arn", metavar="ARN", help="A role that all parts take, where you may make none."),
]
ReplaceOption = Annotated[
    list[str] | None,
    typer.Option("--replace", metavar="RESOURCE", help="Allow that this, which holds data, goes; repeatable."),
]
PackageOption = Annotated[
    Path | None,
    typer.Option("--package", metavar="FOLDER", help="Zips made by `deploy package`; if omitted, made now."),
]
STACK = "filmes-lake"


@app.command()
def package(
    context: typer.Context,
    arch: Annotated[Architecture, typer.Option("--arch", help="The functions' processor.")] = Architecture.ARM64,
    output: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the zips are made.")] = Path("dist/lambda"),
    as_json: JsonOption = False,
) -> None:
    """Pack the functions of AWS Lambda with all they need: ingest.zip without DuckDB, transform.zip with every one."""
    from filmes_lake.commands.views import deploy as deploy_view
    from filmes_lake.deploy.functions import make_zips

    console = open_console(context, as_json=as_json)
    deploy_view.show_zips(console, output, make_zips(output, arch))


@app.command(cls=StackCommand)
def plan(
    context: typer.Context,
    stack: StackOption = STACK,
    region: RegionOption = None,
    role: RoleOption = None,
    replace: ReplaceOption = None,
    package: PackageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what `deploy apply` would make and change, what that may do and costs; leave nothing behind.

    What was asked for before stays as it is; an empty value, such as --schedule '', takes it away.
    """
    from filmes_lake.commands.views import deploy as deploy_view

    console, deployment = _deployment(context, (stack, region), role, replace, package, as_json=as_json)
    with console.progress("deploy") as progress:
        planned = deployment.plan(progress)
    deploy_view.show_plan(console, deployment, planned)


@app.command(cls=StackCommand)
def apply(
    context: typer.Context,
    stack: StackOption = STACK,
    region: RegionOption = None,
    role: RoleOption = None,
    replace: ReplaceOption = None,
    package: PackageOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make it so: bucket and database, then the functions' code, then all that refreshes and watches the lake.

    The plan is shown first, and you are asked. What failed at its first creation is deleted and made anew.
    """
    from filmes_lake.commands.views import deploy as deploy_view
    from filmes_lake.progress import SILENT

    console, deployment = _deployment(context, (stack, region), role, replace, package, as_json=as_json)
    with console.progress("deploy") as progress:
        planned = deployment.plan(progress)
    deployment.check(planned)
    if not as_json:
        deploy_view.show_plan(console, deployment, planned)
    if not planned.is_nothing and not confirmed(console, "Make it so?", yes=yes):
        raise FilmesLakeError("deploy: you did not say yes, and nothing was changed", "answer y, or add --yes")
    applied = deployment.apply(planned, deploy_view.telling(console), SILENT)
    deploy_view.show_applied(console, deployment, applied)


@app.command()
def status(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=100, help="At most this many executions, the newest first.")] = 5,
    stack: StackOption = STACK,
    region: RegionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the stacks, the last executions and the alarms."""
    from filmes_lake.commands.views import deploy as deploy_view
    from filmes_lake.deploy import watching

    console = open_console(context, as_json=as_json)
    name, account = _account(context, stack, region)
    deploy_view.show_status(console, name, watching.status(account, name, limit))


@app.command()
def logs(
    context: typer.Context,
    lines: Annotated[int, typer.Option(min=1, max=1000, help="At most this many lines of each, the last ones.")] = 20,
    stack: StackOption = STACK,
    region: RegionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what each function logged last, and what the newest execution came through."""
    from filmes_lake.commands.views import deploy as deploy_view
    from filmes_lake.deploy import watching

    console = open_console(context, as_json=as_json)
    name, account = _account(context, stack, region)
    deploy_view.show_logs(console, name, watching.logs(account, name, lines))


@app.command()
def token(
    context: typer.Context,
    delete: Annotated[bool, typer.Option("--delete", help="Take the token away instead.")] = False,
    stack: StackOption = STACK,
    region: RegionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Store TMDB's token for the functions, encrypted; it is typed unseen, or read from standard input."""
    from filmes_lake.commands.views import deploy as deploy_view
    from filmes_lake.deploy import token as tokens

    console = open_console(context, as_json=as_json)
    name, account = _account(context, stack, region)
    if delete:
        deploy_view.show_token(console, name, "deleted" if tokens.delete_token(account, name) else "absent")
        return
    tokens.put_token(account, name, console.secret("TMDB's API Read Access Token:"))
    deploy_view.show_token(console, name, "stored")


@app.command()
def check(
    context: typer.Context,
    glue: Annotated[bool, typer.Option("--glue", help="Also have the Glue job make the tables.")] = False,
    stack: StackOption = STACK,
    region: RegionOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Send the bundled sample through the deployed machine, and say of each piece whether it works: on AWS, at a price.

    The lake is not touched: the sample has a prefix and a database of its own, removed after. An alarm goes off.
    """
    from filmes_lake.commands.views import deploy_check as view
    from filmes_lake.deploy.checking import proving
    from filmes_lake.deploy.checking.check import Deployed
    from filmes_lake.deploy.checking.pieces import CLEANUP, PIECES

    name, account = _account(context, stack, region)
    os.environ["AWS_REGION"] = account.region  # in which every other client is opened too
    deployed = Deployed.of(account, name)
    with TemporaryDirectory() as scratch:
        runtime, console = open_runtime(context, as_json=as_json, cache=scratch, state=scratch, **deployed.settings)
        view.show_price(console, deployed, with_glue=glue)
        if not confirmed(console, "Check it?", yes=yes):
            raise FilmesLakeError("check: you did not say yes, and nothing was started", "answer y, or add --yes")
        results = proving.prove_all(
            runtime.check_of(account, deployed, with_glue=glue), PIECES, CLEANUP, view.telling(console)
        )
    view.show_results(console, deployed, results)
    raise typer.Exit(int(proving.has_failed(results)))


@app.command()
def destroy(
    context: typer.Context,
    data: Annotated[bool, typer.Option("--data", help="Also delete the bucket and the database.")] = False,
    bucket: Annotated[
        list[str] | None,
        typer.Option("--bucket", metavar="NAME", help="The bucket's name, instead of typing it; twice if not empty."),
    ] = None,
    stack: StackOption = STACK,
    region: RegionOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Delete what refreshes and watches the lake; its bucket, its database and TMDB's token stay.

    With --data they go too, for good: what they hold is said first, and the bucket's name has to be typed.
    """
    from filmes_lake.commands.views import deploy as deploy_view
    from filmes_lake.deploy import destroying

    console = open_console(context, as_json=as_json)
    name, account = _account(context, stack, region)
    doomed = destroying.find_data(account, name) if data else None
    if doomed:
        _type_name(console, doomed.bucket, deploy_view.contained(doomed), bucket or [], again=bool(doomed.objects))
    elif not confirmed(console, f"Delete stack {name.compute}?", yes=yes):
        raise FilmesLakeError("destroy: you did not say yes, and nothing was deleted", "answer y, or add --yes")
    found = destroying.destroy_compute(account, name, deploy_view.telling(console))
    if doomed:
        destroying.destroy_data(account, name, doomed, deploy_view.telling(console))
    deploy_view.show_destroyed(console, name, doomed, found=found)


@app.command()
def template(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="data|compute", help="Which of the two.")],
    as_json: JsonOption = False,
) -> None:
    """Print a CloudFormation template, for those who deploy it by other means; needs no account."""
    from filmes_lake.commands.views import deploy as deploy_view
    from filmes_lake.deploy import templates

    console = open_console(context, as_json=as_json)
    if name not in set(templates.TemplateName):
        raise UsageError(f"{name}: no template", f"one of: {', '.join(templates.TemplateName)}")
    deploy_view.show_template(console, templates.template(name))


def _account(context: typer.Context, stack: str, region: str | None) -> tuple["StackName", "Account"]:
    """The stack's name and the account, whose connections end with the command."""
    from filmes_lake.deploy.account import Account
    from filmes_lake.deploy.wishes import StackName

    name = StackName(stack)
    account = Account.here(region, f"stack {name.name}")
    context.call_on_close(account.close)
    return name, account


def _deployment(
    context: typer.Context,
    where: tuple[str, str | None],
    role: str | None,
    replace: list[str] | None,
    package: Path | None,
    *,
    as_json: bool,
) -> tuple["Console", "Deployment"]:
    from filmes_lake.deploy.deployment import Deployment
    from filmes_lake.deploy.wishes import Wishes, with_role

    runtime, console = open_runtime(context, None, as_json=as_json)
    given = {**with_role(role), **given_parameters(context)}
    name, account = _account(context, *where)
    wishes = Wishes(given, frozenset(replace or ()))
    return console, Deployment(account, name, wishes, runtime.deployed_code(package))


def _type_name(console: "Console", bucket: str, holds: str, typed: list[str], *, again: bool) -> None:
    """Go on only if the bucket's name is typed, once, and again where something lies in it."""
    console.note(holds)
    if not typed and not console.can_ask:
        raise UsageError(f"destroy --data deletes for good: {holds}", f"add --bucket NAME{', twice' if again else ''}")
    questions = [f"Type the bucket's name to delete it ({bucket}):", "It is not empty. Type its name once more:"]
    for place, question in enumerate(questions if again else questions[:1]):
        word = typed[place] if place < len(typed) else "" if typed else console.typed(question)
        if word != bucket:
            raise UsageError(
                f"destroy --data: {holds}; its name was not given{' twice' if again else ''}", "nothing was deleted"
            )

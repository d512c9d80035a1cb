"""`filmes-lake doctor`: what is wrong here, and what to do."""

from typing import TYPE_CHECKING, Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, YesOption, confirmed, open_runtime
from filmes_lake.errors import UsageError

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.doctor.checks import Thoroughness
    from filmes_lake.runtime import Runtime


def doctor(
    context: typer.Context,
    offline: Annotated[bool, typer.Option("--offline", help="Do not call TMDB or AWS to check who you are.")] = False,
    deep: Annotated[bool, typer.Option("--deep", help="Read and hash every file that is kept, Raw too.")] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Put damaged documents of the lake aside and rebuild the pointer.")
    ] = False,
    yes: YesOption = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check Python, Java, extras, disk, lake, catalog file, locks, token, AWS identity and clock, and say what to do.

    TMDB is asked where there is a token, AWS where the lake is in S3; nothing that identifies you is shown. The exit
    code is 0 where nothing is broken, 5 where only settings or credentials are, else 1. --repair mends the lake's own
    documents and checks nothing else; it says what it would do, and asks first.
    """
    if yes and not repair:
        raise UsageError("--yes: there is nothing to agree to", "use it with --repair")
    if repair and (deep or offline):
        raise UsageError(f"{'--deep' if deep else '--offline'}: --repair checks nothing else", "run doctor once more")
    from filmes_lake.doctor.checks import Thoroughness

    runtime, console = open_runtime(context, lake, as_json=as_json)
    if repair:
        raise typer.Exit(_repair(runtime, console, yes=yes))
    raise typer.Exit(_check(runtime, console, Thoroughness(offline=offline, deep=deep)))


def _check(runtime: "Runtime", console: "Console", how: "Thoroughness") -> int:
    from filmes_lake.commands.views import doctor as doctor_view
    from filmes_lake.doctor.verdict import exit_code_of

    checks = []
    with console.progress("doctor") as progress:
        for check in runtime.doctor_checks(how, progress):
            progress.step(check.name)
            checks.append(check)
    doctor_view.show(console, checks)
    return exit_code_of(checks)


def _repair(runtime: "Runtime", console: "Console", *, yes: bool) -> int:
    from filmes_lake.commands.views import catalog as catalog_view
    from filmes_lake.commands.views import repair as repair_view
    from filmes_lake.workflows.repair import plan_repair, repair

    plan = plan_repair(runtime.lake)
    repair_view.show_plan(console, plan)
    if not plan.is_needed:
        repair_view.show_done(console, runtime, plan, None)
        return 0
    if not confirmed(console, f"Repair {runtime.lake.storage.uri}?", yes=yes):
        console.note("nothing was changed")
        return 1
    repaired = repair(runtime.lake, runtime.catalog, plan)
    repair_view.show_done(console, runtime, plan, repaired.result)
    catalog_view.show_followed(console, runtime, repaired.catalog)
    return repaired.exit_code

"""`filmes-lake doctor`: what is wrong here, and what to do."""

from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, open_runtime


def doctor(
    context: typer.Context,
    offline: Annotated[bool, typer.Option("--offline", help="Do not call TMDB or AWS to check who you are.")] = False,
    deep: Annotated[bool, typer.Option("--deep", help="Read and hash every file that is kept, Raw too.")] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check Python, Java, extras, disk, lake, locks, token, AWS identity and clock, and show what to do.

    TMDB is asked where there is a token, AWS where the lake is in S3; nothing that identifies you is shown. The exit
    code is 0 where nothing is broken, 5 where only settings or credentials are, else 1.
    """
    from filmes_lake.commands.views import doctor as doctor_view
    from filmes_lake.doctor.checks import Thoroughness
    from filmes_lake.doctor.verdict import exit_code_of

    runtime, console = open_runtime(context, lake, as_json=as_json)
    checks = []
    with console.progress("doctor") as progress:
        for check in runtime.doctor_checks(Thoroughness(offline=offline, deep=deep), progress):
            progress.step(check.name)
            checks.append(check)
    doctor_view.show(console, checks)
    raise typer.Exit(exit_code_of(checks))

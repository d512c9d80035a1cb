"""`filmes-lake doctor`: what is wrong here, and what to do."""

from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, open_runtime


def doctor(
    context: typer.Context,
    offline: Annotated[bool, typer.Option("--offline", help="Ask neither TMDB nor AWS who you are.")] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check Python, Java, extras, disk, lake, locks, token, AWS identity and clock, and say what to do.

    TMDB is asked where there is a token, AWS where the lake is in S3; nothing that identifies you is shown. The exit
    code is 0 where nothing is broken, 5 where only settings or credentials are, else 1.
    """
    from filmes_lake.doctor.check import exit_code_of

    runtime, console = open_runtime(context, lake, as_json=as_json)
    with console.steps("doctor") as step:
        checks = []
        for check in runtime.examination(offline=offline):
            step(check.name)
            checks.append(check)
    if as_json:
        documents = [{"name": c.name, "verdict": c.verdict.value, "what": c.what, "todo": c.todo} for c in checks]
        console.document({"checks": documents, "healthy": not exit_code_of(checks)})
    else:
        for check in checks:
            console.line(f"{check.name:<9}  {check.verdict.value:<7}  {check.what}")
            if check.todo:
                console.line(f"{'':<9}  {'':<7}  -> {check.todo}")
    raise typer.Exit(exit_code_of(checks))

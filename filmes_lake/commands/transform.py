"""`filmes-lake transform`: Raw to Trusted to Refined."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, StrictOption, command_line, open_runtime
from filmes_lake.models.kinds import Target

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.runtime import Runtime
    from filmes_lake.transform.pipeline import TransformResult
    from filmes_lake.workflows.publish import Published
    from filmes_lake.workflows.transform_on_glue import GlueTransform


class EngineName(StrEnum):
    """Which engine runs the SQL."""

    DUCKDB = "duckdb"
    SPARK = "spark"
    GLUE = "glue"

    @property
    def dialect(self) -> str:
        """The dialect of the SQL that it runs."""
        return "duckdb" if self is EngineName.DUCKDB else "spark"


def transform(
    context: typer.Context,
    target: Annotated[Target, typer.Argument(help="The layer, or all.")],
    engine: Annotated[EngineName, typer.Option(help="The engine that runs the SQL.")] = EngineName.DUCKDB,
    force: Annotated[bool, typer.Option("--force", help="Rebuild it even if it is up to date.")] = False,
    plan_only: Annotated[bool, typer.Option("--plan", help="Show what would be done and why; write nothing.")] = False,
    print_sql: Annotated[
        bool, typer.Option("--print-sql", help="Print the SQL that would run; write nothing.")
    ] = False,
    strict: StrictOption = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Type, clean and deduplicate (trusted), model as a star schema (refined), audit and publish."""
    from filmes_lake.commands.views import catalog as catalog_view
    from filmes_lake.commands.views import transform as transform_view
    from filmes_lake.transform.planning import plan

    runtime, console = open_runtime(context, lake, as_json=as_json, strict=strict)
    if print_sql:
        transform_view.show_sql(console, runtime.lake.schema, engine.value, engine.dialect, target)
        return
    if plan_only:
        transform_view.show_plan(console, engine.value, plan(runtime.lake, target.layers, force=force))
        return
    made: Published[Any]
    if engine is EngineName.GLUE:
        made = _on_glue(console, runtime, target, force=force)
    else:
        made = _here(console, runtime, engine, target, force=force)
    catalog_view.show_followed(console, runtime, made.catalog)
    raise typer.Exit(made.exit_code)


def _here(
    console: "Console", runtime: "Runtime", engine: EngineName, target: Target, *, force: bool
) -> "Published[TransformResult]":
    from filmes_lake.commands.views import transform as transform_view
    from filmes_lake.transform.pipeline import TransformRequest
    from filmes_lake.workflows.transform import transform as run

    with console.progress("transform") as progress:
        request = TransformRequest(target.layers, force, strict=runtime.settings.strict)
        made = run(runtime.lake, runtime.engine(engine.value), runtime.catalog, request, progress)
    transform_view.show_result(console, made.result)
    console.note(
        f"done in {made.result.seconds:.1f} s; what became of every line: {command_line('status', runtime)}; "
        f"figures: {command_line('report roi', runtime)}"
    )
    transform_view.show_losses(console, runtime, made.result)
    return made


def _on_glue(console: "Console", runtime: "Runtime", target: Target, *, force: bool) -> "Published[GlueTransform]":
    from filmes_lake.commands.views import glue as glue_view
    from filmes_lake.commands.views import transform as transform_view
    from filmes_lake.workflows.transform_on_glue import RunLeft, transform_on_glue

    try:
        with console.progress("transform") as progress:
            made = transform_on_glue(
                runtime.glue, runtime.catalog, target, force=force, progress=progress, typed=command_line
            )
    except RunLeft as left:
        raise glue_view.left(console, runtime.glue_job, left) from None
    run = made.result.run
    transform_view.show_result(
        console, made.result.result, glue=glue_view.run_document(runtime.glue_job, run) if run else None
    )
    transform_view.show_losses(console, runtime, made.result.result)
    return made

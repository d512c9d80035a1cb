"""`filmes-lake transform`: Raw to Trusted to Refined."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, command_line, open_runtime
from filmes_lake.models.kinds import Target

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.runtime import Runtime
    from filmes_lake.transform.pipeline import LayerPlan, TransformResult


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
    force: Annotated[bool, typer.Option("--force", help="Make it again even where it is up to date.")] = False,
    plan_only: Annotated[bool, typer.Option("--plan", help="Say what would be done and why; write nothing.")] = False,
    print_sql: Annotated[
        bool, typer.Option("--print-sql", help="Print the SQL that would run; write nothing.")
    ] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Type, clean and deduplicate (trusted), model as a star schema (refined), audit and publish."""
    from filmes_lake.commands.views.catalog import follow
    from filmes_lake.transform.pipeline import plan
    from filmes_lake.transform.pipeline import transform as run

    runtime, console = open_runtime(context, lake, as_json=as_json)
    if print_sql:
        _show_sql(console, runtime, target, engine)
    elif plan_only:
        _show_plan(console, engine, plan(runtime.lake, target.layers, force=force))
    elif engine is EngineName.GLUE:
        _on_glue(console, runtime, target, force=force)
        follow(runtime, console)
    else:
        with console.steps("transform") as step:
            result = run(runtime.lake, runtime.engine(engine.value), target.layers, force=force, step=step)
        _show_result(console, result)
        console.note(
            f"done in {result.seconds:.1f} s; what became of every line: {command_line('status', runtime)}; "
            f"figures: {command_line('report roi', runtime)}"
        )
        follow(runtime, console)


def _on_glue(console: "Console", runtime: "Runtime", target: Target, *, force: bool) -> None:
    """Run it as a job of Glue and wait; where all is up to date, no job is started and nothing is paid."""
    from filmes_lake.transform.pipeline import plan, published_by

    submitter = runtime.glue
    if any(layer.stale for layer in plan(runtime.lake, target.layers, force=force)):
        from filmes_lake.commands.views.glue import follow

        submission = submitter.submit(target, force=force)
        result, run = follow(console, runtime.lake, runtime.glue_job, submission, target)
    else:
        console.note("everything is up to date: no job was started")
        result, run = published_by(runtime.lake, None, EngineName.GLUE.value, target.layers, 0.0), None
    _show_result(console, result, glue=run)


def _show_sql(console: "Console", runtime: "Runtime", target: Target, engine: EngineName) -> None:
    from filmes_lake.transform.statements import statements_of

    statements = [statement for layer in target.layers for statement in statements_of(runtime.lake.schema, layer)]
    texts = [(f"{text.layer.value}/{text.name}", text.text(engine.dialect)) for text in statements]
    if console.as_json:
        console.document({"engine": engine.value, "statements": [{"name": name, "sql": sql} for name, sql in texts]})
    else:
        console.line("\n".join(f"-- {name}\n{sql.rstrip()};\n" for name, sql in texts))


def _show_plan(console: "Console", engine: EngineName, plans: list["LayerPlan"]) -> None:
    if console.as_json:
        documents = [{"layer": plan.layer.value, "stale": plan.stale, "reason": plan.reason} for plan in plans]
        console.document({"engine": engine.value, "plan": documents})
    else:
        console.pairs([(plan.layer.value, f"{'make' if plan.stale else 'keep'}: {plan.reason}") for plan in plans])


def _show_result(console: "Console", result: "TransformResult", **more: Any) -> None:
    if console.as_json:
        tables = [
            {"layer": t.layer.value, "name": t.name, "rows": t.rows, "bytes": t.bytes, "status": t.status}
            for t in result.tables
        ]
        console.document(
            {
                "run_id": result.run_id,
                "engine": result.engine,
                "tables": tables,
                "accounting": result.accounting,
                "seconds": result.seconds,
                **more,
            }
        )
        return
    rows = [(t.layer.value, t.name, f"{t.rows:,}", f"{t.bytes:,}", t.status) for t in result.tables]
    console.table(("layer", "table", "rows", "bytes", "status"), rows, right=(2, 3))

"""`filmes-lake transform`: Raw to Trusted to Refined."""

from enum import StrEnum
from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, open_runtime
from filmes_lake.models.kinds import Layer


class Target(StrEnum):
    """What to transform."""

    TRUSTED = "trusted"
    REFINED = "refined"
    ALL = "all"

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers, from the bottom up."""
        return (Layer.TRUSTED, Layer.REFINED) if self is Target.ALL else (Layer(self.value),)


class EngineName(StrEnum):
    """Which engine runs the SQL."""

    DUCKDB = "duckdb"


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
    from filmes_lake.transform.pipeline import plan
    from filmes_lake.transform.pipeline import transform as run
    from filmes_lake.transform.statements import statements_of

    runtime, console = open_runtime(context, lake, as_json=as_json)
    if print_sql:
        statements = [statement for layer in target.layers for statement in statements_of(layer)]
        texts = [(f"{text.layer.value}/{text.name}", text.text(engine.value)) for text in statements]
        if as_json:
            console.document({"engine": engine.value, "statements": [{"name": n, "sql": sql} for n, sql in texts]})
        else:
            console.line("\n".join(f"-- {name}\n{sql.rstrip()};\n" for name, sql in texts))
        return
    if plan_only:
        plans = plan(runtime.lake, runtime.transform_engine, target.layers, force=force)
        if as_json:
            documents = [{"layer": p.layer.value, "stale": p.stale, "reason": p.reason} for p in plans]
            console.document({"engine": engine.value, "plan": documents})
        else:
            console.pairs([(p.layer.value, f"{'make' if p.stale else 'keep'}: {p.reason}") for p in plans])
        return
    with console.steps("transform") as step:
        result = run(runtime.lake, runtime.transform_engine, target.layers, force=force, step=step)
    if as_json:
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
            }
        )
        return
    rows = [(t.layer.value, t.name, f"{t.rows:,}", f"{t.bytes:,}", t.status) for t in result.tables]
    console.table(("layer", "table", "rows", "bytes", "status"), rows, right=(2, 3))
    console.note(f"done in {result.seconds:.1f} s; row accounting: filmes-lake status; figures: filmes-lake report roi")

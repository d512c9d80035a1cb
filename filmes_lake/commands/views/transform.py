"""How a transform looks on a terminal and as JSON: its SQL, its plan, its tables."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from filmes_lake.commands.options import command_line
from filmes_lake.console import Console
from filmes_lake.models.kinds import Target
from filmes_lake.models.tables import Schema
from filmes_lake.transform.pipeline import TransformResult
from filmes_lake.transform.planning import LayerPlan, TablePlan
from filmes_lake.transform.reconciliation import losses_in_words
from filmes_lake.transform.statements import statements_of

if TYPE_CHECKING:
    from filmes_lake.runtime import Runtime


def show_sql(console: Console, schema: Schema, engine: str, dialect: str, target: Target) -> None:
    """Write the statements in the order in which they run."""
    statements = [statement for layer in target.layers for statement in statements_of(schema, layer)]
    texts = [(f"{text.layer.value}/{text.name}", text.text(dialect)) for text in statements]
    if console.as_json:
        console.document({"engine": engine, "statements": [{"name": name, "sql": sql} for name, sql in texts]})
    else:
        for name, sql in texts:
            console.lines([f"-- {name}", *f"{sql.rstrip()};".split("\n"), ""])


def show_plan(console: Console, engine: str, plans: Sequence[LayerPlan]) -> None:
    """Write which layers would be made and why, and of these which tables."""
    if console.as_json:
        console.document({"engine": engine, "plan": [_plan_document(plan) for plan in plans]})
        return
    console.pairs([(plan.layer.value, _planned(plan)) for plan in plans])
    tables = [(plan.layer.value, table.name, *_split(table)) for plan in plans for table in plan.tables]
    if tables:
        console.table(("layer", "table", "plan", "why"), tables)


def _plan_document(plan: LayerPlan) -> dict[str, Any]:
    tables = [{"name": table.name, "stale": table.stale, "reason": table.reason} for table in plan.tables]
    return {"layer": plan.layer.value, "stale": plan.stale, "reason": plan.reason, "tables": tables}


def _planned(plan: LayerPlan | TablePlan) -> str:
    return ": ".join(_split(plan))


def _split(plan: LayerPlan | TablePlan) -> tuple[str, str]:
    return "make" if plan.stale else "keep", plan.reason


def show_result(console: Console, result: TransformResult, **more: Any) -> None:
    """Write the tables with rows and bytes; `more` goes into the document."""
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
                "losses": [{**vars(loss), "more_than_a_tenth": loss.is_heavy} for loss in result.losses],
                "seconds": result.seconds,
                **more,
            }
        )
        return
    rows = [(t.layer.value, t.name, f"{t.rows:,}", f"{t.bytes:,}", t.status) for t in result.tables]
    console.table(("layer", "table", "rows", "bytes", "status"), rows, right=(2, 3))


def show_losses(console: Console, runtime: "Runtime", result: TransformResult) -> None:
    """Say how many values became null, of which columns, and where to look; nothing where none did."""
    if result.losses:
        console.note(f"{losses_in_words(result.losses)}; all columns: {command_line('status', runtime)}")

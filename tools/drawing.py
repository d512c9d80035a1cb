"""`docs/statements.md`: a drawing of which statement of the transforms feeds which, from what each one reads."""

import sqlglot
from sqlglot import exp

from filmes_lake.ingest import registry
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import Use
from filmes_lake.transform.statements import Statement, program_of
from tools.documents import NOTE

# How Mermaid draws what becomes of a statement's result.
_SHAPES = {
    Use.VIEW: "([{}])",
    Use.KEEP: "[{}]",
    Use.SPOOL: "[{}]",
    Use.SIEVE: "[{}]",
    Use.QUARANTINE: "[{}]",
    Use.COUNT: "{{{{{}}}}}",
    Use.TABLE: "[({})]",
}
_GIVEN = ">{}]"
_HEAD = """# Which statement feeds which

The statements of `filmes_lake/transform/sql/` in the order in which they run. A cylinder is a table of the layer; a
rectangle a result that is computed once and kept until its last reader has run; one with round ends a view, computed at
each use; a hexagon counts for the reconciliation. A flag is what the layer is made from.
"""


def statement_page() -> str:
    """The page, with a drawing of each layer."""
    layers = (Layer.TRUSTED, Layer.REFINED)
    return NOTE + _HEAD + "".join(f"\n## {layer.folder}\n\n```mermaid\n{_drawing(layer)}```\n" for layer in layers)


def _drawing(layer: Layer) -> str:
    made = {statement: use for statement, use in program_of(registry.schema(), layer) if use is not Use.DROP}
    arrows = [(source, statement.name) for statement in made for source in _read(statement)]
    shapes = {
        **{source: _GIVEN for source, _ in arrows},
        **{statement.name: _SHAPES[use] for statement, use in made.items()},
    }
    nodes = [f"  {name}{shape.format(name)}" for name, shape in shapes.items()]
    lines = ["flowchart LR", *nodes, *(f"  {source} --> {name}" for source, name in arrows)]
    return "".join(f"{line}\n" for line in lines)


def _read(statement: Statement) -> list[str]:
    sifted = [statement.sieve.relation] if statement.sieve else []
    return sifted + relations_read(statement.text("spark"))


def relations_read(sql: str) -> list[str]:
    """The relations that a statement in Spark's dialect reads, each once; its own steps are none."""
    tree = sqlglot.parse_one(sql, read="spark")
    steps = {step.alias for step in tree.find_all(exp.CTE)}
    return sorted({table.name for table in tree.find_all(exp.Table)} - steps)

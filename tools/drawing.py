"""`docs/statements.md`: a drawing of which statement of the transforms feeds which, from what each one reads."""

import sqlglot
from sqlglot import exp

from filmes_lake.models.kinds import Layer
from filmes_lake.transform.statements import Use, program_of
from tools.documents import NOTE

# How Mermaid draws what becomes of a statement's result.
_SHAPES = {Use.VIEW: "([{}])", Use.KEEP: "[{}]", Use.COUNT: "{{{{{}}}}}", Use.TABLE: "[({})]"}
_HEAD = """# Which statement feeds which

The statements of `filmes_lake/transform/sql/` in the order in which they run. A cylinder is a table of the layer; a
rectangle a result that is computed once and kept until its last reader has run; one with round ends a view, computed at
each use; a hexagon counts for the accounting. A flag is what the layer is made from.
"""


def statement_page() -> str:
    """The page, with a drawing of each layer."""
    layers = (Layer.TRUSTED, Layer.REFINED)
    return NOTE + _HEAD + "".join(f"\n## {layer.folder}\n\n```mermaid\n{_drawing(layer)}```\n" for layer in layers)


def _drawing(layer: Layer) -> str:
    uses = {statement.name: use for statement, use in program_of(layer) if use is not Use.DROP}
    read = {
        statement.name: _read(statement.text("spark")) for statement, use in program_of(layer) if use is not Use.DROP
    }
    given = dict.fromkeys(name for names in read.values() for name in names if name not in uses)
    lines = [
        "flowchart LR",
        *(f'  {name}>"<i>{name}</i>"]' for name in given),
        *(f"  {name}{_SHAPES[use].format(name)}" for name, use in uses.items()),
        *(f"  {source} --> {name}" for name, sources in read.items() for source in sources),
    ]
    return "".join(f"{line}\n" for line in lines)


def _read(sql: str) -> list[str]:
    """The relations that a statement reads, each once, in the order of its text; its own steps are none."""
    tree = sqlglot.parse_one(sql, read="spark")
    steps = {step.alias for step in tree.find_all(exp.CTE)}
    return list(dict.fromkeys(table.name for table in tree.find_all(exp.Table) if table.name not in steps))

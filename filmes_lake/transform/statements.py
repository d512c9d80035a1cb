"""The SQL of the transforms, and the order in which it runs.

`sql/<layer>/<name>.sql` is in Spark's dialect. What DuckDB runs lies in `sql/duckdb/<layer>/`: made from the
former when the package is built, committed, and held up to date by a test.
"""

from dataclasses import dataclass
from importlib.resources import files

from filmes_lake.models.kinds import Layer
from filmes_lake.models.tables import TABLES

_SQL = files("filmes_lake.transform") / "sql"

# Statements whose result later ones read, in order; those marked False are cheap enough to run again at each use.
STAGES: dict[Layer, tuple[tuple[str, bool], ...]] = {
    Layer.TRUSTED: (
        ("linhas_filmes", True),
        ("linhas_series", True),
        ("linhas", False),
        ("registros_filmes", True),
        ("registros_series", True),
        ("variantes", True),
        ("creditos_distintos", True),
    ),
    Layer.REFINED: (
        ("precos", False),
        ("artistas_creditados", True),
        ("generos_de_titulos", True),
    ),
}
ACCOUNTS = (
    "contas_linhas_filmes",
    "contas_linhas_series",
    "contas_registros_filmes",
    "contas_registros_series",
    "contas_creditos",
    "contas_titulos",
)


@dataclass(frozen=True)
class Statement:
    """One SELECT of a layer, in Spark's dialect."""

    layer: Layer
    name: str

    def text(self, dialect: str) -> str:
        """Its text for `spark` or `duckdb`."""
        folder = _SQL if dialect == "spark" else _SQL / dialect
        return (folder / self.layer.value / f"{self.name}.sql").read_text(encoding="utf-8")


def stages_of(layer: Layer) -> list[tuple[Statement, bool]]:
    """The statements that come before the layer's tables, and whether their results are kept."""
    return [(Statement(layer, name), keep) for name, keep in STAGES[layer]]


def tables_of(layer: Layer) -> list[Statement]:
    """The statements of the layer's tables."""
    return [Statement(layer, model.table.name) for model in TABLES[layer]]


def statements_of(layer: Layer) -> list[Statement]:
    """Every statement of the layer in the order in which they run."""
    accounts = [Statement(layer, name) for name in ACCOUNTS] if layer is Layer.TRUSTED else []
    return [statement for statement, _ in stages_of(layer)] + tables_of(layer) + accounts


def price_table() -> list[tuple[int, float]]:
    """Year and price index, oldest first: the US consumer price index, yearly mean, 1982-84 = 100."""
    lines = (_SQL / "cpi_us.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [(int(year), float(index)) for year, index in (line.split(",") for line in lines)]

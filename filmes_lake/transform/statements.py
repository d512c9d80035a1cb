"""The SQL of the transforms, and the order in which it runs.

`sql/<layer>/<name>.sql` is written by hand, in Spark's dialect; what a template beside it or the models imply lies in
`sql/_generated/spark/`, and what DuckDB runs, made from both, in `sql/_generated/duckdb/`. Generated texts are made
when the package is developed, committed, and held up to date by a test.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from importlib.resources import files

from filmes_lake.models.kinds import Layer

_SQL = files("filmes_lake.transform") / "sql"
DIALECTS = ("spark", "duckdb")


class Use(Enum):
    """What becomes of a statement's result."""

    VIEW = auto()  # computed at each use
    KEEP = auto()  # computed once, read by later statements
    DROP = auto()  # kept no longer: its last reader has run
    COUNT = auto()  # rows of the accounting
    TABLE = auto()  # a table of the layer


# What is kept takes memory, so each is dropped before the next large one is made.
PROGRAMS: dict[Layer, tuple[tuple[str, Use], ...]] = {
    Layer.TRUSTED: (
        ("registros_filmes", Use.KEEP),
        ("contas_registros_filmes", Use.COUNT),
        ("tmdb_filmes", Use.TABLE),
        ("registros_series", Use.KEEP),
        ("contas_registros_series", Use.COUNT),
        ("tmdb_series", Use.TABLE),
        ("titulos_de_filmes", Use.VIEW),
        ("titulos_de_series", Use.VIEW),
        ("variantes", Use.KEEP),
        ("titulos_em_conflito", Use.KEEP),
        ("contas_titulos", Use.COUNT),
        ("titulos_eleitos", Use.KEEP),
        ("titulos", Use.TABLE),
        ("contas_sem_titulo", Use.COUNT),
        ("titulos_eleitos", Use.DROP),
        ("titulos_em_conflito", Use.DROP),
        ("variantes", Use.DROP),
        ("artistas_de_filmes", Use.VIEW),
        ("artistas_de_series", Use.VIEW),
        ("artistas_das_linhas", Use.KEEP),
        ("contas_linhas", Use.COUNT),
        ("rejeitos", Use.KEEP),
        ("registros_series", Use.DROP),
        ("registros_filmes", Use.DROP),
        ("rejeitados", Use.TABLE),
        ("rejeitos", Use.DROP),
        ("marcas_repetidas", Use.KEEP),
        ("creditos_repetidos", Use.KEEP),
        ("contas_creditos", Use.COUNT),
        ("creditos", Use.TABLE),
        ("creditos_repetidos", Use.DROP),
        ("marcas_repetidas", Use.DROP),
        ("artistas_das_linhas", Use.DROP),
    ),
    Layer.REFINED: (
        ("dim_data", Use.TABLE),
        ("dim_filme", Use.TABLE),
        ("dim_serie", Use.TABLE),
        ("precos", Use.VIEW),
        ("fato_desempenho_filmes", Use.TABLE),
        ("fato_desempenho_series", Use.TABLE),
        ("generos_de_titulos", Use.KEEP),
        ("dim_genero", Use.TABLE),
        ("ponte_filme_genero", Use.TABLE),
        ("ponte_serie_genero", Use.TABLE),
        ("generos_de_titulos", Use.DROP),
        ("artistas", Use.KEEP),
        ("dim_artista", Use.TABLE),
        ("artistas_creditados", Use.KEEP),
        ("artistas", Use.DROP),
        ("ponte_filme_artista", Use.TABLE),
        ("ponte_serie_artista", Use.TABLE),
        ("artistas_creditados", Use.DROP),
    ),
}


@dataclass(frozen=True)
class Statement:
    """One SELECT of a layer, in each engine's dialect."""

    layer: Layer
    name: str

    def text(self, dialect: str) -> str:
        """Its text for `spark` or `duckdb`."""
        name = f"{self.layer.value}/{self.name}.sql"
        by_hand = _SQL / name
        found = by_hand if dialect == "spark" and by_hand.is_file() else _SQL / f"_generated/{dialect}/{name}"
        return found.read_text(encoding="utf-8")


def program_of(layer: Layer) -> Iterator[tuple[Statement, Use]]:
    """The layer's statements in the order in which they run, and what becomes of each one's result."""
    return ((Statement(layer, name), use) for name, use in PROGRAMS[layer])


def statements_of(layer: Layer) -> list[Statement]:
    """Every statement of the layer in the order in which they run."""
    return [statement for statement, use in program_of(layer) if use is not Use.DROP]


def price_table() -> list[tuple[int, float]]:
    """Year and price index, oldest first: the US consumer price index, yearly mean, 1982-84 = 100."""
    lines = (_SQL / "cpi_us.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [(int(year), float(index)) for year, index in (line.split(",") for line in lines)]

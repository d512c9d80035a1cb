"""The SQL of the transforms, and the order in which it runs.

`sql/<layer>/<name>.sql` is written by hand, in Spark's dialect; what a template beside it or the models imply lies in
`sql/_generated/spark/`, what DuckDB runs, made from both, in `sql/_generated/duckdb/`, and the columns of each result
of Trusted in `sql/_generated/columns.json`. Generated texts are made when the package is developed, committed, and held
up to date by a test. Trusted is made by the sources' programs, each with its SQL in the package that its description
names; Refined by the lake's own.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from filmes_lake.models.columns import ENGINE_TYPES, ColumnType
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import Sieve, Use
from filmes_lake.models.tables import QUARANTINE, Schema

PACKAGE = "filmes_lake.transform"
DIALECTS = ("spark", "duckdb")
COLUMNS_FILE = "columns.json"
ALL_QUARANTINED = "rejeitos"  # what no table could take, each text of a file once
NO_REJECTS = "SELECT '' AS origem, '' AS motivo, '' AS conteudo WHERE 1 = 0"
"""A quarantine without rows, in SQL that every engine reads alike."""
_QUARANTINED = "origem, motivo, conteudo"

# What is kept takes memory, so each is dropped before the next large one is made.
_REFINED: tuple[tuple[str, Use], ...] = (
    ("dim_data", Use.TABLE),
    ("dim_filme", Use.TABLE),
    ("dim_serie", Use.TABLE),
    ("precos", Use.VIEW),
    ("fato_desempenho_filmes", Use.TABLE),
    ("fato_desempenho_series", Use.TABLE),
    ("generos_das_listas", Use.KEEP),
    ("dim_genero", Use.TABLE),
    ("chaves_das_listas", Use.KEEP),
    ("ponte_filme_genero", Use.TABLE),
    ("ponte_serie_genero", Use.TABLE),
    ("chaves_das_listas", Use.DROP),
    ("generos_das_listas", Use.DROP),
    ("dim_artista", Use.TABLE),
    ("ponte_filme_artista", Use.TABLE),
    ("ponte_serie_artista", Use.TABLE),
)


@dataclass(frozen=True)
class Statement:
    """One SELECT of a layer, in each engine's dialect: files of the package's, or where it has `sql`, that text.

    That of a sieve says what is wanted.
    """

    layer: Layer
    name: str
    package: str = PACKAGE
    sql: str | None = None
    sieve: Sieve | None = None

    def text(self, dialect: str) -> str:
        """Its text for `spark` or `duckdb`."""
        if self.sql is not None:
            return self.sql
        return _packaged(self.package, f"{self.layer.value}/{self.name}.sql", dialect)

    def without_rows(self, dialect: str) -> str:
        """A text that gives no rows of the same columns, and reads nothing."""
        if self.sql is not None:  # of these only quarantines read anything
            return NO_REJECTS
        if self.sieve:
            return self.sieve.nothing
        columns = _columns(self.package)[self.name].items()
        typed = (f"CAST(NULL AS {getattr(ENGINE_TYPES[ColumnType(of)], dialect)}) AS {name}" for name, of in columns)
        return f"SELECT {', '.join(typed)} WHERE 1 = 0"


@cache
def _packaged(package: str, name: str, dialect: str) -> str:
    folder = files(package) / "sql"
    by_hand = folder / name
    found = by_hand if dialect == "spark" and by_hand.is_file() else folder / f"_generated/{dialect}/{name}"
    return found.read_text(encoding="utf-8")


@cache
def _columns(package: str) -> Mapping[str, Mapping[str, str]]:
    text = (files(package) / f"sql/_generated/{COLUMNS_FILE}").read_text(encoding="utf-8")
    return cast("Mapping[str, Mapping[str, str]]", json.loads(text))


def program_of(schema: Schema, layer: Layer) -> Iterator[tuple[Statement, Use]]:
    """The layer's statements in the order in which they run, and what becomes of each one's result."""
    if layer is Layer.TRUSTED:
        return _trusted(schema)
    return ((Statement(layer, name), use) for name, use in _REFINED)


def statements_of(schema: Schema, layer: Layer) -> list[Statement]:
    """Every statement of the layer in the order in which they run."""
    return [statement for statement, use in program_of(schema, layer) if use is not Use.DROP]


def _trusted(schema: Schema) -> Iterator[tuple[Statement, Use]]:
    """The sources' programs, one after another, then the quarantine of all."""
    quarantined: list[Statement] = []
    for source in schema.sources:
        for name, use in source.program:
            if use is Use.QUARANTINE:
                quarantined.append(_quarantine_of(name))
                yield quarantined[-1], use
            else:
                text, sieve = source.texts.get(name), source.sieves.get(name)
                yield Statement(Layer.TRUSTED, name, source.package, text, sieve), use
    # Each file is read by one relation of one source, so no rejected line stands in two of these.
    yield (
        _own(ALL_QUARANTINED, "\nUNION ALL\n".join(f"SELECT {_QUARANTINED} FROM {kept.name}" for kept in quarantined)),
        Use.VIEW,
    )
    yield Statement(Layer.TRUSTED, QUARANTINE.table.name), Use.TABLE
    yield from ((statement, Use.DROP) for statement in quarantined)


def _quarantine_of(name: str) -> Statement:
    """What no table could take of the rows that the statement `name` made."""
    sql = f"SELECT {_QUARANTINED}\nFROM {name}\nWHERE motivo IS NOT NULL\nGROUP BY {_QUARANTINED}"
    return _own(f"{ALL_QUARANTINED}_de_{name}", sql)


def _own(name: str, sql: str) -> Statement:
    return Statement(Layer.TRUSTED, name, sql=sql + "\n")


def price_table() -> list[tuple[int, float]]:
    """Year and price index, oldest first: the US consumer price index, yearly mean, 1982-84 = 100."""
    lines = (files(PACKAGE) / "sql/cpi_us.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [(int(year), float(index)) for year, index in (line.split(",") for line in lines)]

"""The CSVs: lines of titles with their artists, from which titles and credits are made."""

from pathlib import Path

from pydantic import Field

from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import DELIMITER, LINES
from filmes_lake.models.source import (
    Contract,
    Delimited,
    Equation,
    RawTable,
    ReconciliationLaw,
    Source,
    TrustedTable,
    Use,
)
from filmes_lake.models.trusted import Credito, Pessoa, Titulo

_LAW = ReconciliationLaw(
    total="lines",
    parts=("kept", "without_artist", "duplicates", "rejected"),
    counts=("contas_titulos", "contas_linhas", "contas_creditos"),
    tables={"kept": Credito.table.name},
    notes={"titles_in_conflict": "titles whose lines disagree"},
    equations=(
        Equation(
            name="lines not rejected",
            parts=("kept", "without_artist", "duplicates"),
            other="lines that titles are made of",
            count="lines_taken",
        ),
    ),
)


def _table(kind: Kind) -> RawTable:
    form = Delimited(DELIMITER, folder=f"Local/CSV/{kind.folder}")
    return RawTable(kind.names.csv_table, kind.names.csv_lines, LINES[kind], form, _LAW, kind)


SOURCE = Source(
    name="csv",
    noun="CSV",
    about="Store CSVs exactly as received and make them the current snapshots of their kinds.",
    raw=tuple(map(_table, Kind)),
    trusted=(TrustedTable(Titulo), TrustedTable(Pessoa), TrustedTable(Credito)),
    package="filmes_lake.transform",
    program=(
        ("titulos_de_filmes", Use.VIEW),
        ("titulos_de_series", Use.VIEW),
        ("variantes", Use.KEEP),
        ("titulos_em_conflito", Use.KEEP),
        ("contas_titulos", Use.COUNT),
        ("titulos_eleitos", Use.KEEP),
        ("titulos", Use.TABLE),
        ("titulos_eleitos", Use.DROP),
        ("titulos_em_conflito", Use.DROP),
        ("variantes", Use.DROP),
        ("artistas_de_filmes", Use.VIEW),
        ("artistas_de_series", Use.VIEW),
        ("artistas_das_linhas", Use.SPOOL),
        ("contas_linhas", Use.COUNT),
        ("artistas_das_linhas", Use.QUARANTINE),
        ("marcas_repetidas", Use.KEEP),
        ("creditos_repetidos", Use.KEEP),
        ("contas_creditos", Use.COUNT),
        ("pessoas_das_linhas", Use.KEEP),
        ("artistas", Use.KEEP),
        ("variantes_de_pessoas", Use.KEEP),
        ("pessoas_das_linhas", Use.DROP),
        ("pessoas_em_conflito", Use.KEEP),
        ("pessoas_eleitas", Use.KEEP),
        ("pessoas", Use.TABLE),
        ("pessoas_eleitas", Use.DROP),
        ("pessoas_em_conflito", Use.DROP),
        ("variantes_de_pessoas", Use.DROP),
        ("creditos", Use.TABLE),
        ("artistas", Use.DROP),
        ("creditos_repetidos", Use.DROP),
        ("marcas_repetidas", Use.DROP),
        ("artistas_das_linhas", Use.DROP),
    ),
    has_titles=True,
    settings={
        "sources.movies": (Path | None, Field(None, examples=["movies.csv"], description="The CSV of films.")),
        "sources.series": (Path | None, Field(None, examples=["series.csv"], description="The CSV of series.")),
        "contracts.movies": (
            Contract,
            Field("strict", description="Films: strict refuses new columns, evolve keeps them in Raw."),
        ),
        "contracts.series": (Contract, Field("strict", description="Series, alike.")),
    },
)

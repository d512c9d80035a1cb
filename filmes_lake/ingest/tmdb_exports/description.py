"""The exports: lists by TMDB's ids, of which Trusted takes the titles whose ids TMDB's answers know."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from filmes_lake.ingest.tmdb_exports.models import ExportLine, PopularidadeDiaria
from filmes_lake.models.columns import ColumnType, columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.records import Leaf, structure_of
from filmes_lake.models.source import Equation, RawTable, ReconciliationLaw, Records, Source, TrustedTable, Use

NAMES: Mapping[Kind, str] = {Kind.MOVIES: "movie_ids", Kind.SERIES: "tv_series_ids"}
"""What the names of TMDB's files begin with, before the day."""

TITLE_NAMES: Mapping[Kind, str] = {Kind.MOVIES: "original_title", Kind.SERIES: "original_name"}
"""Where a line of each kind has the title's name, and one of the other kind has none."""


def raw_table(kind: Kind) -> RawTable:
    """The raw table of the lists of a kind: a file for each day."""
    structure = structure_of(Leaf((column.source,), ColumnType.STRING) for column in columns_of(ExportLine))
    law = ReconciliationLaw(
        total="lines",
        parts=("kept", "duplicates", "not_linked", "rejected"),
        counts=(f"contas_exportados_de_{kind.names.statements}", "contas_popularidade_diaria"),
        equations=(Equation("lines kept", parts=("kept",), other="rows that the lists gave", count="rows_of_lists"),),
    )
    return RawTable(f"export_{kind.value}", f"fonte_export_{kind.value}", ExportLine, Records(structure), law, kind)


def folder_of(kind: Kind) -> str:
    """Where the lists of a kind lie in Raw."""
    return f"TMDB/Exports/{kind.folder}"


SOURCE = Source(
    name="tmdb-exports",
    noun="TMDB export",
    about="Store TMDB's daily id exports, movie_ids_MM_DD_YYYY.json.gz and tv_series_ids_...: a day's popularities.",
    raw=tuple(map(raw_table, Kind)),
    trusted=(TrustedTable(PopularidadeDiaria),),
    package="filmes_lake.ingest.tmdb_exports",
    program=(
        *(
            (name, use)
            for kind in Kind
            for name, use in (
                (f"exportados_de_{kind.names.statements}", Use.KEEP),
                (f"contas_exportados_de_{kind.names.statements}", Use.COUNT),
                (f"exportados_de_{kind.names.statements}", Use.QUARANTINE),
            )
        ),
        ("popularidade_diaria", Use.TABLE),
        ("contas_popularidade_diaria", Use.COUNT),
        *(
            (f"{kept}_de_{kind.names.statements}", Use.DROP)
            for kind in Kind
            for kept in ("exportados", "popularidades")  # the latter are what TMDB's answers say
        ),
    ),
    settings={
        "sources.tmdb_exports": (
            Path | None,
            Field(None, examples=["exports"], description="A folder of TMDB's daily id exports, named as TMDB does."),
        ),
    },
)

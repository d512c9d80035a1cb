"""TMDB: its answers about titles, the newest of which are Trusted's."""

from pathlib import Path
from typing import Any

from pydantic import Field

from filmes_lake.models.columns import ColumnType, columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.records import Leaf, leaf_of, structure_of
from filmes_lake.models.source import RawTable, ReconciliationLaw, Records, Source, TrustedTable, Use
from filmes_lake.models.tmdb import IMDB_ID_PATHS, RECORDS, Envelope

FETCHED_AT = "obtido_em"
"""The column of Trusted that says when TMDB was asked."""

BODY = "body"
"""Where the envelope has the answer."""

OWN_COLUMNS = frozenset({"id_titulo", FETCHED_AT})
"""Columns of Trusted that come from the envelope."""


def _table(kind: Kind) -> RawTable:
    names = kind.names
    law = ReconciliationLaw(
        total="records",
        parts=("kept", "superseded", "rejected"),
        counts=(f"contas_registros_{names.statements}", "contas_sem_titulo"),
        tables={"kept": names.answers},
        notes={"without_title": "kept records are about no title of the lake"},
    )
    return RawTable(names.tmdb_table, names.tmdb_records, Envelope, Records(record_structure(kind)), law, kind)


def record_structure(kind: Kind) -> dict[str, Any]:
    """What of an envelope is parsed."""
    asked = [Leaf((column.name,), column.type) for column in columns_of(Envelope)]
    answered = [leaf_of(column, BODY) for column in columns_of(RECORDS[kind]) if column.name not in OWN_COLUMNS]
    ids = [Leaf((BODY, *path.split(".")), ColumnType.STRING) for path in IMDB_ID_PATHS[kind]]
    return structure_of([*asked, *answered, *ids])


SOURCE = Source(
    name="tmdb",
    noun="TMDB records",
    about="Ask TMDB about the lake's titles, or store records saved earlier.",
    raw=tuple(map(_table, Kind)),
    trusted=tuple(TrustedTable(RECORDS[kind], kind) for kind in Kind),
    package="filmes_lake.transform",
    # The popularities by day are kept for the statements of the daily exports, which drop them.
    program=(
        ("registros_filmes", Use.KEEP),
        ("contas_registros_filmes", Use.COUNT),
        ("tmdb_filmes", Use.TABLE),
        ("popularidades_de_filmes", Use.KEEP),
        ("registros_filmes", Use.QUARANTINE),
        ("registros_filmes", Use.DROP),
        ("registros_series", Use.KEEP),
        ("contas_registros_series", Use.COUNT),
        ("tmdb_series", Use.TABLE),
        ("popularidades_de_series", Use.KEEP),
        ("registros_series", Use.QUARANTINE),
        ("registros_series", Use.DROP),
        ("contas_sem_titulo", Use.COUNT),
    ),
    settings={
        "sources.tmdb": (
            Path | None,
            Field(
                None,
                examples=["tmdb"],
                description="A folder of saved TMDB records: *movies* and *series* as JSON, gzip or zip.",
            ),
        ),
    },
)

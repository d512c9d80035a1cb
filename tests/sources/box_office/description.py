"""What the source says of itself."""

from pathlib import Path

from pydantic import Field

from filmes_lake.models.source import Contract, Delimited, RawTable, ReconciliationLaw, Source, TrustedTable, Use
from tests.sources.box_office.models import Bilheteria, WeekLine

SOURCE = Source(
    name="box-office",
    noun="box-office file",
    about="Store a file of weekly box-office numbers.",
    raw=(
        RawTable(
            name="box_office",
            relation="fonte_box_office",
            model=WeekLine,
            format=Delimited(";", folder="Local/BoxOffice", ending="txt"),
            law=ReconciliationLaw(
                total="lines",
                parts=("kept", "superseded", "rejected"),
                counts=("contas_bilheteria",),
                tables={"kept": "bilheteria"},
            ),
        ),
    ),
    trusted=(TrustedTable(Bilheteria),),
    package="tests.sources.box_office",
    program=(
        ("semanas_lidas", Use.KEEP),
        ("contas_bilheteria", Use.COUNT),
        ("bilheteria", Use.TABLE),
        ("semanas_lidas", Use.QUARANTINE),
        ("semanas_lidas", Use.DROP),
    ),
    settings={
        "sources.box_office": (Path | None, Field(None, examples=["weeks.txt"], description="Weekly box office.")),
        "contracts.box_office": (Contract, Field("strict", description="Box office, alike.")),
    },
)

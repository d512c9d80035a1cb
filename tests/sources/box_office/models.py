"""The line of the file, and the table that is made of it."""

from typing import Annotated, ClassVar

from filmes_lake.models.columns import Int, Row, TableInfo, Text, column
from filmes_lake.models.kinds import Layer
from filmes_lake.models.values import Count, Dollars


class WeekLine(Row):
    """A line of the file: what a title took in one week."""

    table: ClassVar = TableInfo("box_office", Layer.RAW)

    id_titulo: Annotated[Text, column(1, "IMDb's id of the title.", source="title")]
    semana: Annotated[Int, column(2, "The week, as 202601.", source="week")]
    receita: Annotated[Dollars, column(3, "Gross.", unit="US dollars", source="gross")]
    salas: Annotated[Count, column(4, "Cinemas.", source="cinemas")]


class Bilheteria(Row):
    """One row per title and week."""

    table: ClassVar = TableInfo("bilheteria", Layer.TRUSTED, key=("id_titulo", "semana"), sort=("id_titulo", "semana"))

    id_titulo: Annotated[Text, column(1, "IMDb's id of the title.")]
    semana: Annotated[Int, column(2, "The week, as 202601.")]
    receita: Annotated[Dollars, column(3, "Gross.", unit="US dollars")]
    salas: Annotated[Count, column(4, "Cinemas.")]

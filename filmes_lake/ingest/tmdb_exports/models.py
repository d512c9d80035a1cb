"""A line of a list, and the table of popularities by day."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from filmes_lake.models.columns import BigInt, ColumnType, Day, Double, Instant, Row, TableInfo, Text, column
from filmes_lake.models.kinds import Layer
from filmes_lake.models.title_ids import in_order
from filmes_lake.models.values import Tipo

Measured = Annotated[Double, Field(ge=0)]
Origem = Annotated[Literal["exportacao", "resposta"], ColumnType.STRING]


class ExportLine(Row):
    """A line of a list: what is read of it. TMDB's list also has the title's name, `adult` and, of films, `video`."""

    table: ClassVar = TableInfo("tmdb_exports", Layer.RAW)

    id_tmdb: Annotated[BigInt, Field(ge=1), column(1, "TMDB's id of the title.", source="id")]
    popularidade: Annotated[Measured, column(2, "TMDB's popularity on that day.", source="popularity")]


class PopularidadeDiaria(Row):
    """One row per title and day on which its popularity is known.

    Where a day has TMDB's list and answers, the list's value stands: all its titles were measured at one time.
    """

    _KEY = ("tipo", "id_titulo", "dia")
    table: ClassVar = TableInfo("popularidade_diaria", Layer.TRUSTED, key=_KEY, sort=("tipo", *in_order(), "dia"))

    tipo: Annotated[Tipo, column(1, "filme or serie.")]
    id_titulo: Annotated[Text, column(2, "IMDb's id, by TMDB's newest answer with the id of the list.")]
    dia: Annotated[Day, column(3, "The list's day, or that on which TMDB was asked.", unit="UTC")]
    popularidade: Annotated[Measured, column(4, "TMDB's popularity on that day.")]
    origem: Annotated[Origem, column(5, "exportacao: the day's list. resposta: the day's newest answer.")]
    obtido_em: Annotated[Instant, column(6, "When TMDB was asked; of a list the beginning of its day.", unit="UTC")]

r"""The lines of IMDb's files: tabs between columns, `\N` or nothing for null, no quoting.

Field names are the columns' names in Trusted; `source` is the header's word.
See https://developer.imdb.com/non-commercial-datasets/ for what IMDb says of them.
"""

from typing import Annotated, ClassVar

from pydantic import Field

from filmes_lake.models.columns import Int, Row, TableInfo, Text, column
from filmes_lake.models.kinds import Layer
from filmes_lake.models.values import (
    Count,
    ImdbRating,
    LifeYear,
    Minutes,
    OptionalText,
    OptionalTexts,
    ReleaseYear,
)

# IMDb writes what is true as 1 and what is not as 0.
_Bit = Annotated[Int | None, Field(ge=0, le=1)]
_Place = Annotated[Int, Field(ge=0)]


class ImdbTitle(Row):
    """A line of title.basics: what IMDb says of a title, an episode or a game too."""

    table: ClassVar = TableInfo("imdb_title_basics", Layer.RAW)

    id_titulo: Annotated[Text, column(1, "IMDb's id of the title.", source="tconst")]
    tipo_imdb: Annotated[OptionalText, column(2, "IMDb's word: movie, tvSeries, tvEpisode, ...", source="titleType")]
    titulo_principal: Annotated[OptionalText, column(3, "The title as IMDb shows it.", source="primaryTitle")]
    titulo_original: Annotated[OptionalText, column(4, "The title in its own language.", source="originalTitle")]
    adulto: Annotated[_Bit, column(5, "Whether IMDb calls it adult: 1 or 0.", source="isAdult")]
    ano_lancamento: Annotated[ReleaseYear, column(6, "Year of release.", unit="year", source="startYear")]
    ano_termino: Annotated[ReleaseYear, column(7, "Last year on air, of series.", unit="year", source="endYear")]
    tempo_minutos: Annotated[Minutes, column(8, "Running time.", unit="minutes", source="runtimeMinutes")]
    generos: Annotated[OptionalTexts, column(9, "Genres, comma-separated, at most three.", source="genres")]


class ImdbRatingLine(Row):
    """A line of title.ratings: IMDb rates what at least five of its users rated."""

    table: ClassVar = TableInfo("imdb_title_ratings", Layer.RAW)

    id_titulo: Annotated[Text, column(1, "IMDb's id of the title.", source="tconst")]
    nota_media: Annotated[ImdbRating, column(2, "Mean of IMDb users' ratings.", unit="1 to 10", source="averageRating")]
    numero_votos: Annotated[Count, column(3, "IMDb users who rated.", unit="votes", source="numVotes")]


class ImdbCredit(Row):
    """A line of title.principals: somebody's part in a title."""

    table: ClassVar = TableInfo("imdb_title_principals", Layer.RAW)

    id_titulo: Annotated[Text, column(1, "IMDb's id of the title.", source="tconst")]
    ordem: Annotated[_Place, column(2, "The credit's place in the title.", source="ordering")]
    id_artista: Annotated[Text, column(3, "IMDb's id of the person.", source="nconst")]
    papel: Annotated[OptionalText, column(4, "What the person did: actor, director, ...", source="category")]
    trabalho: Annotated[OptionalText, column(5, "The job, in more words.", source="job")]
    personagem: Annotated[OptionalText, column(6, "The characters played: a JSON array.", source="characters")]


class ImdbPerson(Row):
    """A line of name.basics: what IMDb says of a person, be it one of a title or not."""

    table: ClassVar = TableInfo("imdb_name_basics", Layer.RAW)

    id_artista: Annotated[Text, column(1, "IMDb's id of the person.", source="nconst")]
    nome_artista: Annotated[OptionalText, column(2, "The name.", source="primaryName")]
    ano_nascimento: Annotated[LifeYear, column(3, "Year of birth.", unit="year", source="birthYear")]
    ano_falecimento: Annotated[LifeYear, column(4, "Year of death.", unit="year", source="deathYear")]
    profissoes: Annotated[OptionalTexts, column(5, "Professions, comma-separated.", source="primaryProfession")]
    titulos_conhecidos: Annotated[
        OptionalTexts, column(6, "IMDb ids known for, comma-separated.", source="knownForTitles")
    ]


class ImdbCrew(Row):
    """A line of title.crew: all directors and writers of a title."""

    table: ClassVar = TableInfo("imdb_title_crew", Layer.RAW)

    id_titulo: Annotated[Text, column(1, "IMDb's id of the title.", source="tconst")]
    diretores: Annotated[OptionalTexts, column(2, "IMDb's ids of the directors, comma-separated.", source="directors")]
    roteiristas: Annotated[OptionalTexts, column(3, "IMDb's ids of the writers, comma-separated.", source="writers")]


class ImdbLocalTitle(Row):
    """A line of title.akas: how a title is called somewhere."""

    table: ClassVar = TableInfo("imdb_title_akas", Layer.RAW)

    id_titulo: Annotated[Text, column(1, "IMDb's id of the title.", source="titleId")]
    ordem: Annotated[_Place, column(2, "The name's place among the title's.", source="ordering")]
    titulo_local: Annotated[OptionalText, column(3, "The title there.", source="title")]
    regiao: Annotated[OptionalText, column(4, "Where: BR, US, ...", source="region")]
    idioma: Annotated[OptionalText, column(5, "In which language.", source="language")]
    tipos: Annotated[OptionalText, column(6, "What it is: imdbDisplay, alternative, ...", source="types")]
    atributos: Annotated[OptionalText, column(7, "More words about it.", source="attributes")]
    original: Annotated[_Bit, column(8, "Whether it is the original title: 1 or 0.", source="isOriginalTitle")]

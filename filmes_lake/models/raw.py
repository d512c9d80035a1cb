r"""The raw CSV files: one line per title and artist, `|` between columns, `\N` for null, no quoting.

Field names are the columns' names in Trusted; `source` is the header's word, misspelling included. `respelled` is what
other people's files call a column, IMDb's own among them.
Pydantic reads base classes from the last to the first, so a file's columns are its bases from right to left.
"""

from typing import Annotated, ClassVar

from filmes_lake.models.columns import Row, TableInfo, Text, column
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.source import headers_of
from filmes_lake.models.values import (
    Count,
    ImdbRating,
    LifeYear,
    Minutes,
    OptionalText,
    OptionalTexts,
    ReleaseYear,
)

DELIMITER = "|"


class TitleColumns(Row):
    """The first columns of a line: which title it is about."""

    id_titulo: Annotated[
        Text,
        column(1, "IMDb's id of the title: tt and 7 to 9 digits.", source="id", respelled="tconst imdb_id id_imdb"),
    ]
    titulo_principal: Annotated[
        OptionalText,
        column(2, "The title as IMDb shows it.", source="tituloPincipal", respelled="tituloPrincipal primaryTitle"),
    ]
    titulo_original: Annotated[
        OptionalText, column(3, "The title in its own language.", source="tituloOriginal", respelled="originalTitle")
    ]
    ano_lancamento: Annotated[
        ReleaseYear, column(4, "Year of release.", unit="year", source="anoLancamento", respelled="startYear")
    ]


class LastYearColumn(Row):
    """What only the series' file has."""

    ano_termino: Annotated[
        ReleaseYear, column(16, "Last year on air.", unit="year", source="anoTermino", respelled="endYear")
    ]


class MeasureColumns(Row):
    """What IMDb knows of the title."""

    tempo_minutos: Annotated[
        Minutes, column(5, "Running time.", unit="minutes", source="tempoMinutos", respelled="runtimeMinutes")
    ]
    generos: Annotated[
        OptionalTexts, column(6, "IMDb's genres, comma-separated, in English.", source="genero", respelled="genres")
    ]
    nota_media: Annotated[
        ImdbRating, column(7, "Mean of IMDb's ratings.", unit="1 to 10", source="notaMedia", respelled="averageRating")
    ]
    numero_votos: Annotated[
        Count, column(8, "IMDb users who rated.", unit="votes", source="numeroVotos", respelled="numVotes")
    ]


class ArtistColumns(Row):
    """The last columns: one artist of the title, or nulls."""

    papel: Annotated[
        OptionalText,
        column(9, "What the artist did: actor, director, ...", source="generoArtista", respelled="category"),
    ]
    personagem: Annotated[
        OptionalText, column(10, "The character played.", source="personagem", respelled="personagens characters")
    ]
    nome_artista: Annotated[
        OptionalText, column(11, "The artist's name.", source="nomeArtista", respelled="primaryName")
    ]
    ano_nascimento: Annotated[
        LifeYear, column(12, "Year of birth.", unit="year", source="anoNascimento", respelled="birthYear")
    ]
    ano_falecimento: Annotated[
        LifeYear, column(13, "Year of death.", unit="year", source="anoFalecimento", respelled="deathYear")
    ]
    profissoes: Annotated[
        OptionalTexts, column(14, "Professions, comma-separated.", source="profissao", respelled="primaryProfession")
    ]
    titulos_conhecidos: Annotated[
        OptionalTexts,
        column(15, "IMDb ids known for, comma-separated.", source="titulosMaisConhecidos", respelled="knownForTitles"),
    ]


class MovieLine(ArtistColumns, MeasureColumns, TitleColumns):
    """A line of the films' CSV: one title with one of its artists, or with none."""

    table: ClassVar = TableInfo("movies", Layer.RAW)


class SeriesLine(ArtistColumns, MeasureColumns, LastYearColumn, TitleColumns):
    """A line of the series' CSV: one title with one of its artists, or with none."""

    table: ClassVar = TableInfo("series", Layer.RAW)


LINES: dict[Kind, type[Row]] = {Kind.MOVIES: MovieLine, Kind.SERIES: SeriesLine}


def header_of(kind: Kind) -> tuple[str, ...]:
    """The header that CSVs of this kind have today, word for word."""
    return headers_of(LINES[kind])[0]

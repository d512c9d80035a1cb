"""TMDB's detail answers and the tables Trusted makes of them.

A field's `source` is the path of its value in the answer (`genres[].name`: the names in the list `genres`;
`episode_run_time[0]`: its first entry). TMDB writes 0 and "" where it does not know.
"""

from typing import Annotated, ClassVar

from filmes_lake.models.columns import BigInt, Instant, Row, TableInfo, Text, column
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.title_ids import in_order
from filmes_lake.models.values import (
    Count,
    Dollars,
    Flag,
    Minutes,
    OptionalDay,
    OptionalText,
    OptionalTexts,
    Popularity,
    TmdbRating,
)


class TmdbFilme(Row):
    """One row per film that TMDB knows: its newest answer."""

    table: ClassVar = TableInfo("tmdb_filmes", Layer.TRUSTED, key=("id_titulo",), sort=in_order())

    id_titulo: Annotated[Text, column(1, "IMDb's id of the film.")]
    id_tmdb: Annotated[BigInt | None, column(2, "TMDB's id of the film.", source="id")]
    titulo: Annotated[OptionalText, column(3, "The title in the language asked for.", source="title")]
    titulo_original: Annotated[OptionalText, column(4, "The title in its own language.", source="original_title")]
    idioma: Annotated[OptionalText, column(5, "Original language, ISO 639-1.", source="original_language")]
    data_lancamento: Annotated[OptionalDay, column(6, "Date of first release.", source="release_date")]
    situacao: Annotated[OptionalText, column(7, "TMDB's status: Released, Rumored, ...", source="status")]
    tempo_minutos: Annotated[Minutes, column(8, "Running time.", unit="minutes", source="runtime")]
    orcamento: Annotated[Dollars, column(9, "Budget as paid then.", unit="US dollars", source="budget")]
    receita: Annotated[Dollars, column(10, "Worldwide gross as paid then.", unit="US dollars", source="revenue")]
    popularidade: Annotated[Popularity, column(11, "TMDB's popularity on the day asked.", source="popularity")]
    nota_media: Annotated[TmdbRating, column(12, "Mean of TMDB's ratings.", unit="0 to 10", source="vote_average")]
    quantidade_votos: Annotated[Count, column(13, "TMDB users who rated.", unit="votes", source="vote_count")]
    generos: Annotated[OptionalTexts, column(14, "TMDB's genres, in the language asked for.", source="genres[].name")]
    paises: Annotated[
        OptionalTexts, column(15, "Countries of production, ISO 3166-1.", source="production_countries[].iso_3166_1")
    ]
    colecao: Annotated[OptionalText, column(16, "The series of films it is in.", source="belongs_to_collection.name")]
    obtido_em: Annotated[Instant, column(17, "When TMDB was asked.", unit="UTC")]
    adulto: Annotated[Flag, column(18, "Whether TMDB calls it adult.", source="adult")]
    video: Annotated[Flag, column(19, "Whether TMDB calls it a video, and not a film of the cinemas.", source="video")]


class TmdbSerie(Row):
    """One row per series that TMDB knows: its newest answer."""

    table: ClassVar = TableInfo("tmdb_series", Layer.TRUSTED, key=("id_titulo",), sort=in_order())

    id_titulo: Annotated[Text, column(1, "IMDb's id of the series.")]
    id_tmdb: Annotated[BigInt | None, column(2, "TMDB's id of the series.", source="id")]
    titulo: Annotated[OptionalText, column(3, "The title in the language asked for.", source="name")]
    titulo_original: Annotated[OptionalText, column(4, "The title in its own language.", source="original_name")]
    idioma: Annotated[OptionalText, column(5, "Original language, ISO 639-1.", source="original_language")]
    data_estreia: Annotated[OptionalDay, column(6, "Date of the first broadcast.", source="first_air_date")]
    situacao: Annotated[OptionalText, column(7, "TMDB's status: Ended, Returning Series, ...", source="status")]
    tempo_minutos: Annotated[
        Minutes, column(8, "Running time of an episode.", unit="minutes", source="episode_run_time[0]")
    ]
    temporadas: Annotated[Count, column(9, "Seasons so far.", unit="seasons", source="number_of_seasons")]
    episodios: Annotated[Count, column(10, "Episodes so far.", unit="episodes", source="number_of_episodes")]
    popularidade: Annotated[Popularity, column(11, "TMDB's popularity on the day asked.", source="popularity")]
    nota_media: Annotated[TmdbRating, column(12, "Mean of TMDB's ratings.", unit="0 to 10", source="vote_average")]
    quantidade_votos: Annotated[Count, column(13, "TMDB users who rated.", unit="votes", source="vote_count")]
    generos: Annotated[OptionalTexts, column(14, "TMDB's genres, in the language asked for.", source="genres[].name")]
    paises: Annotated[
        OptionalTexts, column(15, "Countries of production, ISO 3166-1.", source="production_countries[].iso_3166_1")
    ]
    obtido_em: Annotated[Instant, column(16, "When TMDB was asked.", unit="UTC")]


RECORDS: dict[Kind, type[Row]] = {Kind.MOVIES: TmdbFilme, Kind.SERIES: TmdbSerie}

# Where an answer of each kind says which IMDb title it is about, and fields that only the other kind has.
IMDB_ID_PATHS = {Kind.MOVIES: ("imdb_id",), Kind.SERIES: ("external_ids.imdb_id", "imdb_id")}
FOREIGN_FIELDS = {
    Kind.MOVIES: ("name", "first_air_date", "number_of_seasons"),
    Kind.SERIES: ("title", "release_date", "budget"),
}


class Envelope(Row):
    """A line of Raw: the untouched answer in `body`, and what was asked when."""

    table: ClassVar = TableInfo("tmdb", Layer.RAW)

    imdb_id: Annotated[OptionalText, column(1, "IMDb's id of the title asked for.")]
    kind: Annotated[OptionalText, column(2, "movies or series.")]
    fetched_at: Annotated[OptionalText, column(3, "When TMDB was asked, ISO 8601.", unit="UTC")]
    language: Annotated[OptionalText, column(4, "The language asked for, such as pt-BR.")]

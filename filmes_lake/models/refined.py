"""Refined: the star schema. A fact is counted once per film or series; artists and genres hang on bridges."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from filmes_lake.models.columns import BigInt, ColumnType, Double, Int, Reference, Row, TableInfo, Text, column
from filmes_lake.models.kinds import Layer
from filmes_lake.models.title_ids import in_order
from filmes_lake.models.values import (
    ArtistIdentity,
    Count,
    Dollars,
    Flag,
    ImdbRating,
    LifeYear,
    Minutes,
    OptionalDay,
    OptionalText,
    Popularity,
    ReleaseYear,
    TmdbRating,
)

Suspicion = Annotated[Literal["orcamento_baixo", "receita_baixa", "orcamento_corrigido_alto"] | None, ColumnType.STRING]
Month = Annotated[Int | None, Field(ge=1, le=12)]
MonthDay = Annotated[Int | None, Field(ge=1, le=31)]
Quarter = Annotated[Literal["T1", "T2", "T3", "T4"] | None, ColumnType.STRING]


def _dimension(name: str, key: str) -> TableInfo:
    return TableInfo(name, Layer.REFINED, key=(key,), sort=(key,))


def _titles(name: str, key: str) -> TableInfo:
    return TableInfo(name, Layer.REFINED, key=(key,), sort=in_order(key))


def _to(column_name: str, table: str) -> Reference:
    return Reference((column_name,), table, (column_name,))


class DimFilme(Row):
    """Every film of the CSV, known to TMDB or not."""

    table: ClassVar = _titles("dim_filme", "id_filme")

    id_filme: Annotated[Text, column(1, "IMDb's id of the film.")]
    id_tmdb: Annotated[BigInt | None, column(2, "TMDB's id; null where unknown.")]
    titulo_principal: Annotated[OptionalText, column(3, "The title as IMDb shows it.")]
    titulo_original: Annotated[OptionalText, column(4, "The title in its own language.")]
    ano_lancamento: Annotated[ReleaseYear, column(5, "IMDb's year of release.", unit="year")]
    tempo_minutos: Annotated[Minutes, column(6, "Running time: IMDb's, else TMDB's.", unit="minutes")]
    idioma: Annotated[OptionalText, column(7, "Original language (TMDB), ISO 639-1.")]
    colecao: Annotated[OptionalText, column(8, "The series of films it is in (TMDB).")]
    adulto: Annotated[Flag, column(9, "Whether IMDb or TMDB calls it adult; null where neither says.")]
    video: Annotated[Flag, column(10, "Whether TMDB calls it a video; null where unknown.")]
    titulo_br: Annotated[OptionalText, column(11, "The title in Brazil; null where the source has none.")]


class DimSerie(Row):
    """Every series of the CSV, known to TMDB or not."""

    table: ClassVar = _titles("dim_serie", "id_serie")

    id_serie: Annotated[Text, column(1, "IMDb's id of the series.")]
    id_tmdb: Annotated[BigInt | None, column(2, "TMDB's id; null where unknown.")]
    titulo_principal: Annotated[OptionalText, column(3, "The title as IMDb shows it.")]
    titulo_original: Annotated[OptionalText, column(4, "The title in its own language.")]
    ano_lancamento: Annotated[ReleaseYear, column(5, "First year on air.", unit="year")]
    ano_termino: Annotated[ReleaseYear, column(6, "Last year on air.", unit="year")]
    tempo_minutos: Annotated[Minutes, column(7, "Running time of an episode: IMDb's, else TMDB's.", unit="minutes")]
    idioma: Annotated[OptionalText, column(8, "Original language (TMDB), ISO 639-1.")]
    titulo_br: Annotated[OptionalText, column(9, "The title in Brazil; null where the source has none.")]


class DimArtista(Row):
    """One row per artist, as `pessoas` tells them apart."""

    table: ClassVar = _dimension("dim_artista", "id_artista")

    id_artista: Annotated[Text, column(1, "First 16 hex digits of the MD5 of the natural key.")]
    nome_artista: Annotated[OptionalText, column(2, "The artist's name; null where IMDb's files have none.")]
    ano_nascimento: Annotated[LifeYear, column(3, "Year of birth.", unit="year")]
    ano_falecimento: Annotated[LifeYear, column(4, "Year of death.", unit="year")]
    identidade: Annotated[ArtistIdentity, column(5, "What the key stands on: nome, nome_ano or nconst.")]


class DimData(Row):
    """Every date a fact has, and -1 for an unknown one."""

    table: ClassVar = _dimension("dim_data", "id_data")

    id_data: Annotated[Int, column(1, "The date as yyyymmdd; -1 is unknown.")]
    data: Annotated[OptionalDay, column(2, "The date.")]
    ano: Annotated[Int | None, column(3, "Its year.", unit="year")]
    mes: Annotated[Month, column(4, "Its month, 1 to 12.")]
    dia: Annotated[MonthDay, column(5, "Its day of the month.")]
    trimestre: Annotated[Quarter, column(6, "Its quarter, T1 to T4.")]
    decada: Annotated[Int | None, column(7, "The first year of its decade.", unit="year")]


class DimGenero(Row):
    """IMDb's genres."""

    table: ClassVar = _dimension("dim_genero", "id_genero")

    id_genero: Annotated[Text, column(1, "First 16 hex digits of the MD5 of the genre.")]
    genero: Annotated[Text, column(2, "The genre in English.")]


class PonteFilmeArtista(Row):
    """Who did what in which film."""

    table: ClassVar = TableInfo(
        "ponte_filme_artista",
        Layer.REFINED,
        key=("id_filme", "id_artista", "papel"),
        sort=(*in_order("id_filme"), "id_artista", "papel"),
        references=(_to("id_filme", "dim_filme"), _to("id_artista", "dim_artista")),
    )

    id_filme: Annotated[Text, column(1, "The film.")]
    id_artista: Annotated[Text, column(2, "The artist.")]
    papel: Annotated[OptionalText, column(3, "What the artist did; null where the file does not say.")]


class PonteFilmeGenero(Row):
    """Which genres a film has."""

    table: ClassVar = TableInfo(
        "ponte_filme_genero",
        Layer.REFINED,
        key=("id_filme", "id_genero"),
        sort=(*in_order("id_filme"), "id_genero"),
        references=(_to("id_filme", "dim_filme"), _to("id_genero", "dim_genero")),
    )

    id_filme: Annotated[Text, column(1, "The film.")]
    id_genero: Annotated[Text, column(2, "The genre.")]


class PonteSerieArtista(Row):
    """Who did what in which series."""

    table: ClassVar = TableInfo(
        "ponte_serie_artista",
        Layer.REFINED,
        key=("id_serie", "id_artista", "papel"),
        sort=(*in_order("id_serie"), "id_artista", "papel"),
        references=(_to("id_serie", "dim_serie"), _to("id_artista", "dim_artista")),
    )

    id_serie: Annotated[Text, column(1, "The series.")]
    id_artista: Annotated[Text, column(2, "The artist.")]
    papel: Annotated[OptionalText, column(3, "What the artist did; null where the file does not say.")]


class PonteSerieGenero(Row):
    """Which genres a series has."""

    table: ClassVar = TableInfo(
        "ponte_serie_genero",
        Layer.REFINED,
        key=("id_serie", "id_genero"),
        sort=(*in_order("id_serie"), "id_genero"),
        references=(_to("id_serie", "dim_serie"), _to("id_genero", "dim_genero")),
    )

    id_serie: Annotated[Text, column(1, "The series.")]
    id_genero: Annotated[Text, column(2, "The genre.")]


class FatoDesempenhoFilmes(Row):
    """One row per film of the CSV that TMDB knows. Losses are in; what a report counts is the report's choice."""

    table: ClassVar = TableInfo(
        "fato_desempenho_filmes",
        Layer.REFINED,
        key=("id_filme",),
        sort=in_order("id_filme"),
        references=(_to("id_filme", "dim_filme"), _to("id_data", "dim_data")),
    )

    id_filme: Annotated[Text, column(1, "The film.")]
    id_data: Annotated[Int, column(2, "TMDB's date of release; -1 where unknown.")]
    orcamento: Annotated[Dollars, column(3, "Budget as paid then; null where unknown.", unit="US dollars")]
    receita: Annotated[Dollars, column(4, "Worldwide gross as paid then; null where unknown.", unit="US dollars")]
    lucro: Annotated[BigInt | None, column(5, "receita - orcamento; null unless both are known.", unit="US dollars")]
    roi: Annotated[
        Double | None, column(6, "(receita - orcamento) / orcamento, not rounded; null unless both are known.")
    ]
    orcamento_corrigido: Annotated[
        Double | None, column(7, "Budget in prices of ano_base.", unit="US dollars of ano_base")
    ]
    receita_corrigida: Annotated[
        Double | None, column(8, "Gross in prices of ano_base.", unit="US dollars of ano_base")
    ]
    ano_base: Annotated[Int, column(9, "The price table's newest year.", unit="year")]
    nota_media_tmdb: Annotated[TmdbRating, column(10, "Mean of TMDB users' ratings.", unit="0 to 10")]
    nota_media_imdb: Annotated[ImdbRating, column(11, "Mean of IMDb users' ratings.", unit="1 to 10")]
    quantidade_votos_tmdb: Annotated[Count, column(12, "TMDB users who rated.", unit="votes")]
    quantidade_votos_imdb: Annotated[Count, column(13, "IMDb users who rated.", unit="votes")]
    popularidade: Annotated[Popularity, column(14, "TMDB's popularity on the day asked.")]
    suspeito: Annotated[Suspicion, column(15, "Why an amount is implausible; null where none is.")]


class FatoDesempenhoSeries(Row):
    """One row per series of the CSV that TMDB knows."""

    table: ClassVar = TableInfo(
        "fato_desempenho_series",
        Layer.REFINED,
        key=("id_serie",),
        sort=in_order("id_serie"),
        references=(_to("id_serie", "dim_serie"), _to("id_data", "dim_data")),
    )

    id_serie: Annotated[Text, column(1, "The series.")]
    id_data: Annotated[Int, column(2, "TMDB's date of the first broadcast; -1 where unknown.")]
    temporadas: Annotated[Count, column(3, "Seasons so far.", unit="seasons")]
    episodios: Annotated[Count, column(4, "Episodes so far.", unit="episodes")]
    situacao: Annotated[OptionalText, column(5, "TMDB's status: Ended, Returning Series, ...")]
    nota_media_tmdb: Annotated[TmdbRating, column(6, "Mean of TMDB users' ratings.", unit="0 to 10")]
    nota_media_imdb: Annotated[ImdbRating, column(7, "Mean of IMDb users' ratings.", unit="1 to 10")]
    quantidade_votos_tmdb: Annotated[Count, column(8, "TMDB users who rated.", unit="votes")]
    quantidade_votos_imdb: Annotated[Count, column(9, "IMDb users who rated.", unit="votes")]
    popularidade: Annotated[Popularity, column(10, "TMDB's popularity on the day asked.")]

"""The two kinds of title and the layers, under every name that the command line, tables, folders and TMDB give them."""

from dataclasses import dataclass
from enum import StrEnum

from filmes_lake.language import Text


@dataclass(frozen=True)
class KindNames:
    """What a kind is called: each vocabulary is written down here, and none is made of another.

    `tipo` is the value of that column, `folder` the kind's folder in Raw, `csv_table` and `tmdb_table` the names of
    its raw tables in manifests, `csv_lines` and `tmdb_records` the relations that statements read, `statements` how
    names of statements end that are about it, `tmdb_path` what TMDB's addresses begin with, `noun` what people are
    told. The rest are names of tables, but for `key`: the column of Refined with a title's id.
    """

    tipo: str
    folder: str
    csv_table: str
    tmdb_table: str
    csv_lines: str
    tmdb_records: str
    statements: str
    tmdb_path: str
    answers: str
    dimension: str
    key: str
    facts: str
    genres: str
    artists: str
    noun: Text


class Kind(StrEnum):
    """What a raw file is about. The value is the word of the command line."""

    MOVIES = "movies"
    SERIES = "series"

    @property
    def names(self) -> KindNames:
        """Its other names."""
        return _NAMES[self]

    @property
    def tipo(self) -> str:
        """The value of the column `tipo`."""
        return self.names.tipo

    @property
    def folder(self) -> str:
        """The folder's name in the lake's Raw layer."""
        return self.names.folder


_NAMES = {
    Kind.MOVIES: KindNames(
        tipo="filme",
        folder="Movies",
        csv_table="movies",
        tmdb_table="tmdb_movies",
        csv_lines="fonte_movies",
        tmdb_records="fonte_tmdb_movies",
        statements="filmes",
        tmdb_path="/movie",
        answers="tmdb_filmes",
        dimension="dim_filme",
        key="id_filme",
        facts="fato_desempenho_filmes",
        genres="ponte_filme_genero",
        artists="ponte_filme_artista",
        noun=Text("filmes", "films"),
    ),
    Kind.SERIES: KindNames(
        tipo="serie",
        folder="Series",
        csv_table="series",
        tmdb_table="tmdb_series",
        csv_lines="fonte_series",
        tmdb_records="fonte_tmdb_series",
        statements="series",
        tmdb_path="/tv",
        answers="tmdb_series",
        dimension="dim_serie",
        key="id_serie",
        facts="fato_desempenho_series",
        genres="ponte_serie_genero",
        artists="ponte_serie_artista",
        noun=Text("séries", "series"),
    ),
}


class Layer(StrEnum):
    """The lake's layers, each with a current version of its own."""

    RAW = "raw"
    TRUSTED = "trusted"
    REFINED = "refined"

    @property
    def folder(self) -> str:
        """The folder's name in the lake."""
        return self.value.capitalize()


class Target(StrEnum):
    """What a transform makes."""

    TRUSTED = "trusted"
    REFINED = "refined"
    ALL = "all"

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers, from the bottom up."""
        return (Layer.TRUSTED, Layer.REFINED) if self is Target.ALL else (Layer(self.value),)


class TransformPlace(StrEnum):
    """Where the transforms run: with DuckDB in a function, or on Glue, which has no end of time and memory."""

    LAMBDA = "lambda"
    GLUE = "glue"

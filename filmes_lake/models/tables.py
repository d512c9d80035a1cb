"""Every table of the lake, in the order in which a layer's tables can be made."""

from filmes_lake.models.columns import Row
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.raw import MovieLine, SeriesLine
from filmes_lake.models.refined import (
    DimArtista,
    DimData,
    DimFilme,
    DimGenero,
    DimSerie,
    FatoDesempenhoFilmes,
    FatoDesempenhoSeries,
    PonteFilmeArtista,
    PonteFilmeGenero,
    PonteSerieArtista,
    PonteSerieGenero,
)
from filmes_lake.models.tmdb import Envelope, TmdbFilme, TmdbSerie
from filmes_lake.models.trusted import Credito, Rejeitado, Titulo

RAW: tuple[type[Row], ...] = (MovieLine, SeriesLine, Envelope)
TRUSTED: tuple[type[Row], ...] = (Titulo, Credito, TmdbFilme, TmdbSerie, Rejeitado)
REFINED: tuple[type[Row], ...] = (
    DimFilme,
    DimSerie,
    DimArtista,
    DimData,
    DimGenero,
    PonteFilmeArtista,
    PonteFilmeGenero,
    PonteSerieArtista,
    PonteSerieGenero,
    FatoDesempenhoFilmes,
    FatoDesempenhoSeries,
)
TABLES: dict[Layer, tuple[type[Row], ...]] = {Layer.RAW: RAW, Layer.TRUSTED: TRUSTED, Layer.REFINED: REFINED}


def model_of(name: str) -> type[Row]:
    """The model of the Trusted or Refined table called `name`; KeyError where there is none."""
    return {model.table.name: model for model in TRUSTED + REFINED}[name]


def csv_table(kind: Kind) -> str:
    """The name under which a raw manifest holds the current CSV of a kind."""
    return kind.value


def tmdb_table(kind: Kind) -> str:
    """The name under which a raw manifest holds the TMDB parts of a kind."""
    return f"tmdb_{kind.value}"

"""The tables that are the lake's own, and the schema: these and the sources' put together."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from filmes_lake.models.columns import Row
from filmes_lake.models.kinds import Kind, Layer
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
from filmes_lake.models.source import RawTable, Source, TrustedTable
from filmes_lake.models.trusted import Rejeitado

QUARANTINE: type[Row] = Rejeitado
"""The table of Trusted that all sources feed, `rejeitados`: what no other table could take."""

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


@dataclass(frozen=True)
class Schema:
    """Every table of a lake that these sources feed. Statements of a source may read tables of those before it."""

    sources: tuple[Source, ...]

    def having(self, tables: Collection[str]) -> "Schema":
        """The schema of a version of Raw with these tables: what sources give that are not there is empty.

        A source with titles of any kind is read for the kinds that no other source has a table of.
        """
        return Schema(tuple(self._having(tables)))

    def kinds_of(self, source: Source, tables: Collection[str]) -> set[Kind]:
        """The kinds for which a source is read, of a version of Raw with these tables."""
        own = source.kinds(tables)
        others = (other for other in self.sources if other.has_titles and other.name != source.name)
        taken = {table.kind for other in others for table in other.raw if table.name in tables}
        return own - taken if source.choice else own

    def newest(self, source: Source, tables: Collection[str]) -> set[str]:
        """Those of these raw tables that stay where a source's have come last: per kind one source has titles."""
        covered = source.kinds(tables) if source.has_titles else set()
        others = [other for other in self.sources if other.has_titles and other.name != source.name]
        gone = {
            table.name
            for other in others
            for table in other.raw
            if covered.issuperset([table.kind] if table.kind else Kind)
        }
        return set(tables) - gone

    def _having(self, tables: Collection[str]) -> Iterator[Source]:
        for source in self.sources:
            if source.parts and not source.is_there(tables):
                yield source.emptied()
            else:
                yield source.chosen(self.kinds_of(source, tables))

    @cached_property
    def raw_tables(self) -> tuple[RawTable, ...]:
        """The tables of the raw layer, those of a kind together, as `status` lists them."""
        tables = (table for source in self.sources for table in source.raw)
        kinds: list[Kind | None] = [*Kind, None]
        return tuple(sorted(tables, key=lambda table: kinds.index(table.kind)))

    def raw_table(self, name: str) -> RawTable:
        """The raw table called `name`; KeyError where there is none."""
        return {table.name: table for table in self.raw_tables}[name]

    @cached_property
    def trusted_tables(self) -> tuple[TrustedTable, ...]:
        """The tables of Trusted in the order in which they can be made."""
        return (*(table for source in self.sources for table in source.trusted), TrustedTable(QUARANTINE))

    def tables(self, layer: Layer) -> tuple[type[Row], ...]:
        """The models of a layer's tables, in the order in which they can be made."""
        if layer is Layer.RAW:
            return tuple(dict.fromkeys(table.model for source in self.sources for table in source.raw))
        if layer is Layer.TRUSTED:
            return tuple(table.model for table in self.trusted_tables)
        return REFINED

    def model_of(self, name: str) -> type[Row]:
        """The model of the Trusted or Refined table called `name`; KeyError where there is none."""
        models = (*self.tables(Layer.TRUSTED), *self.tables(Layer.REFINED))
        return {model.table.name: model for model in models}[name]

"""A catalog that is followed by what a published dashboard holds of its tables."""

from collections.abc import Callable
from dataclasses import dataclass

from filmes_lake.catalog.registration import Catalog, Registered, TableState
from filmes_lake.dashboard.quicksight.spice import Spice
from filmes_lake.log import logger


@dataclass(frozen=True)
class FollowedCatalog:
    """A catalog as it is, but for this: once it shows other tables, SPICE takes them anew."""

    catalog: Catalog
    spice: Spice

    @property
    def where(self) -> str:
        """See `Catalog.where`."""
        return self.catalog.where

    @property
    def hint(self) -> str:
        """See `Catalog.hint`."""
        return self.catalog.hint

    def register(self, *, force: bool = False) -> list[Registered]:
        """See `Catalog.register`."""
        return self._then_refreshed(lambda: self.catalog.register(force=force))

    def follow(self) -> list[Registered]:
        """See `Catalog.follow`."""
        return self._then_refreshed(self.catalog.follow)

    def states(self) -> list[TableState]:
        """See `Catalog.states`."""
        return self.catalog.states()

    def differences(self) -> list[TableState]:
        """See `Catalog.differences`."""
        return self.catalog.differences()

    def ddl(self, table: str | None = None) -> dict[str, str]:
        """See `Catalog.ddl`."""
        return self.catalog.ddl(table)

    def _then_refreshed(self, act: Callable[[], list[Registered]]) -> list[Registered]:
        tables = act()
        if refreshed := self.spice.refresh():
            logger.info("QuickSight takes %s anew", ", ".join(refreshed))
        return tables

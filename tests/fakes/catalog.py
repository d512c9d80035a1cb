"""A catalog in memory that follows, lags behind, or was never registered in."""

from dataclasses import dataclass, field

from filmes_lake.catalog.registration import Registered, RegistrationState, TableState
from filmes_lake.errors import FilmesLakeError


@dataclass
class FakeCatalog:
    """Implements `Catalog`: `shows` are the tables that following gives; with an `error` it
    lags behind, and following raises it."""

    shows: list[Registered] = field(default_factory=list)
    error: FilmesLakeError | None = None
    asked: list[str] = field(default_factory=list)
    where: str = "a catalog in memory"
    hint: str = ""

    def register(self, *, force: bool = False) -> list[Registered]:
        """See `Catalog.register`."""
        self.asked.append("register --force" if force else "register")
        return self.shows

    def follow(self) -> list[Registered]:
        """See `Catalog.follow`."""
        self.asked.append("follow")
        if self.error:
            raise self.error
        return self.shows

    def states(self) -> list[TableState]:
        """See `Catalog.states`."""
        state = RegistrationState.BEHIND if self.error else RegistrationState.CURRENT
        return [TableState(table.name, state, table.version, table.version) for table in self.shows]

    def differences(self) -> list[TableState]:
        """See `Catalog.differences`."""
        return self.states()

    def ddl(self, table: str | None = None) -> dict[str, str]:
        """See `Catalog.ddl`."""
        return {table: ""} if table else {}

"""After publishing, the catalog follows: here and nowhere else. Whatever moves Trusted or Refined goes through here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from filmes_lake.catalog.registration import Catalog, Registered
from filmes_lake.errors import EXIT_PARTLY_DONE, FilmesLakeError

Result = TypeVar("Result")


@dataclass(frozen=True)
class Followed:
    """What the catalog did after something was published: its tables, none where the lake is not registered.

    `error` is what made it lag behind: what is published stays published, and the next run tries again.
    """

    tables: tuple[Registered, ...] = ()
    error: FilmesLakeError | None = None

    @property
    def moved(self) -> list[Registered]:
        """The tables that show another version than before."""
        return [table for table in self.tables if table.status in ("created", "updated")]


@dataclass(frozen=True)
class Published(Generic[Result]):
    """A workflow's result, and what the catalog did after it."""

    result: Result
    catalog: Followed

    @property
    def exit_code(self) -> int:
        """What a command ends with: partly done where the catalog lags behind."""
        return EXIT_PARTLY_DONE if self.catalog.error else 0


def publish(catalog: Catalog, act: Callable[[], Result]) -> Published[Result]:
    """Do what may make other versions current, then let the catalog show them if the lake is registered in it."""
    return Published(act(), _follow(catalog))


def _follow(catalog: Catalog) -> Followed:
    try:
        return Followed(tuple(catalog.follow()))
    except FilmesLakeError as error:
        return Followed(error=error)

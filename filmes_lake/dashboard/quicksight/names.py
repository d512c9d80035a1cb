"""What the dashboard's parts are called in QuickSight: by the lake's database, of which an account has one each."""

from collections.abc import Iterator
from dataclasses import dataclass

from filmes_lake.dashboard.quicksight.grains import GRAINS, Grain
from filmes_lake.language import Language


@dataclass(frozen=True)
class Names:
    """The ids of everything that is made for a lake whose tables are in `database`."""

    database: str

    @property
    def data_source(self) -> str:
        """The data source's."""
        return self.database

    @property
    def theme(self) -> str:
        """The theme's."""
        return self.database

    def data_set(self, grain: Grain) -> str:
        """The data set's of that grain."""
        return f"{self.database}-{grain.name}"

    def dashboard(self, language: Language) -> str:
        """The dashboard's in that language; there may be one in each."""
        return f"{self.database}-{language.value}"

    def all(self) -> Iterator[tuple[str, str]]:
        """Everything that may be there, by kind and id, what others need after them."""
        yield from (("Dashboard", self.dashboard(language)) for language in Language)
        yield from (("DataSet", self.data_set(grain)) for grain in GRAINS)
        yield "Theme", self.theme
        yield "DataSource", self.data_source


@dataclass(frozen=True)
class Place:
    """Where in AWS it is: the region, the account by its number, and the partition in which the account lies."""

    region: str
    account: str
    partition: str = "aws"

    def arn(self, kind: str, name: str) -> str:
        """The ARN of what QuickSight has there."""
        return f"arn:{self.partition}:quicksight:{self.region}:{self.account}:{kind.lower()}/{name}"


NOWHERE = Place("us-east-1", "000000000000")
"""Stands for an account that nobody asked for."""

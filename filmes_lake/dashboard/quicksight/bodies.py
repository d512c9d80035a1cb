"""The calls that publish the dashboard, as bodies under botocore's names, and what must be right of them before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from filmes_lake.aws.quicksight import shape_faults
from filmes_lake.dashboard.quicksight import theme
from filmes_lake.dashboard.quicksight.checks import faults_of
from filmes_lake.dashboard.quicksight.grains import GRAINS, Grain
from filmes_lake.dashboard.quicksight.names import Names, Place
from filmes_lake.dashboard.quicksight.sheets import definition
from filmes_lake.dashboard.quicksight.words import words_of
from filmes_lake.errors import ChecksFailed
from filmes_lake.language import Language

# What somebody may do who looks at a dashboard.
# https://docs.aws.amazon.com/quick/latest/userguide/iam-actions.html
READING = ("quicksight:DescribeDashboard", "quicksight:ListDashboardVersions", "quicksight:QueryDashboard")
_MOST_SHOWN = 5


@dataclass(frozen=True)
class Wanted:
    """What is to be published: whose tables, asked through which workgroup and role, in which language, for whom.

    `genres` are those to choose from, `readers` the ARNs of users and groups who may look.
    """

    lake: str
    database: str
    workgroup: str
    role: str | None
    language: Language
    genres: Sequence[str]
    readers: Sequence[str] = field(default=())

    @property
    def names(self) -> Names:
        """What its parts are called."""
        return Names(self.database)


@dataclass(frozen=True)
class Call:
    """What is made, or brought up to date where it is there; `kind` stands in the operations' names."""

    kind: str
    body: dict[str, Any]

    @property
    def operation(self) -> str:
        """The operation that makes it."""
        return f"Create{self.kind}"

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.body[f"{self.kind}Id"])


def calls(wanted: Wanted, place: Place) -> list[Call]:
    """All of them, in their order; ChecksFailed names what would be refused."""
    made = [_data_source(wanted, place), _theme(wanted, place), *_data_sets(wanted, place), _dashboard(wanted, place)]
    if found := [*_faults(made)]:
        more = f"; and {len(found) - _MOST_SHOWN} more" if len(found) > _MOST_SHOWN else ""
        raise ChecksFailed(f"the dashboard would be refused: {'; '.join(found[:_MOST_SHOWN])}{more}", "report it")
    return made


def _faults(made: Sequence[Call]) -> Iterator[str]:
    """What botocore refuses, and what it does not see."""
    for call in made:
        yield from filter(None, shape_faults(call.operation, call.body).split("\n"))
    columns = {grain.name: grain.columns for grain in GRAINS}
    yield from map(str, faults_of(made[-1].body["Definition"], columns))


def _data_source(wanted: Wanted, place: Place) -> Call:
    role = {"RoleArn": wanted.role} if wanted.role else {}
    body = {
        **_of_lake(wanted, place),
        "DataSourceId": wanted.names.data_source,
        "Name": wanted.database,
        "Type": "ATHENA",
        "DataSourceParameters": {"AthenaParameters": {"WorkGroup": wanted.workgroup, **role}},
    }
    return Call("DataSource", body)


def _theme(wanted: Wanted, place: Place) -> Call:
    body = {
        **_of_lake(wanted, place),
        "ThemeId": wanted.names.theme,
        "Name": wanted.database,
        "BaseThemeId": theme.BASE_THEME,
        "Configuration": theme.configuration(),
    }
    return Call("Theme", body)


def _data_sets(wanted: Wanted, place: Place) -> Iterator[Call]:
    for grain in GRAINS:
        body = {
            **_of_lake(wanted, place),
            "DataSetId": wanted.names.data_set(grain),
            "Name": f"{wanted.database}: {grain.name}",
            "PhysicalTableMap": {grain.name: {"CustomSql": _table(wanted, place, grain)}},
            "ImportMode": "SPICE",
        }
        yield Call("DataSet", body)


def _table(wanted: Wanted, place: Place, grain: Grain) -> dict[str, Any]:
    return {
        "DataSourceArn": place.arn("DataSource", wanted.names.data_source),
        "Name": grain.name,
        "SqlQuery": grain.sql(wanted.database),
        "Columns": [{"Name": name, "Type": type_} for name, type_ in grain.columns.items()],
    }


def _dashboard(wanted: Wanted, place: Place) -> Call:
    arns = {grain.name: place.arn("DataSet", wanted.names.data_set(grain)) for grain in GRAINS}
    readers = [{"Principal": arn, "Actions": list(READING)} for arn in wanted.readers]
    body = {
        **_of_lake(wanted, place),
        "DashboardId": wanted.names.dashboard(wanted.language),
        "Name": f"{words_of(wanted.language)['title']} ({wanted.database})",
        "Definition": definition(arns, wanted.genres, wanted.language),
        "ThemeArn": place.arn("Theme", wanted.names.theme),
        # LENIENT would publish a dashboard with errors in it.
        "ValidationStrategy": {"Mode": "STRICT"},
        **({"Permissions": readers} if readers else {}),
    }
    return Call("Dashboard", body)


def _of_lake(wanted: Wanted, place: Place) -> dict[str, Any]:
    tags = {"filmes-lake": wanted.database, "filmes-lake:lake": wanted.lake}
    return {"AwsAccountId": place.account, "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}

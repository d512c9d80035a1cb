"""A check of a deployment: what is deployed, the trials that it is put to, and what these have come to so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import sleep
from typing import TYPE_CHECKING, Protocol

from filmes_lake.aws.prices import Prices, prices_in
from filmes_lake.deploy.account import Account
from filmes_lake.deploy.checking.trial import Trial
from filmes_lake.deploy.stacks import Stacks
from filmes_lake.deploy.watching import LOG, MACHINE, made_by
from filmes_lake.deploy.wishes import StackName
from filmes_lake.errors import FilmesLakeError, NotFound
from filmes_lake.lake.lake import utc_now
from filmes_lake.models.kinds import TransformPlace

if TYPE_CHECKING:
    from filmes_lake.catalog.registration import Catalog
    from filmes_lake.deploy.checking.machine import Execution
    from filmes_lake.engines.athena.reports import Told
    from filmes_lake.lake.lake import Lake
    from filmes_lake.progress import Progress
    from filmes_lake.reports.runner import QueryEngine

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.2, 15.0


class Backends(Protocol):
    """A trial's lake, and what works on it, as `runtime.Runtime` has them."""

    @property
    def lake(self) -> "Lake":
        """The lake."""
        ...

    @property
    def catalog(self) -> "Catalog":
        """Where its tables are registered."""
        ...

    @property
    def query_engine(self) -> "QueryEngine":
        """DuckDB, on this machine."""
        ...

    def athena_engine(self, progress: "Progress", told: "Told | None" = None) -> "QueryEngine":
        """Athena."""
        ...


@dataclass(frozen=True)
class Deployed:
    """A compute stack as it stands: its parameters, its state machine's ARN, its functions' log groups."""

    stack: StackName
    region: str
    parameters: Mapping[str, str]
    machine: str
    log_groups: tuple[str, ...]

    @classmethod
    def of(cls, account: Account, stack: StackName) -> "Deployed":
        """The stack; NotFound where there is none to check."""
        found = Stacks(account).find(stack.compute)
        made = made_by(account, stack) if found and found.is_made else {}
        if found is None or MACHINE not in made:
            said = f"stack {stack.compute} in {account.region}: there is none to check"
            raise NotFound(said, "make it: filmes-lake deploy apply")
        return cls(stack, account.region, found.parameters, made[MACHINE][0], tuple(made.get(LOG, ())))

    @property
    def lake(self) -> str:
        """The lake's address."""
        return f"s3://{self.parameters['Bucket']}/{self.parameters['Prefix']}"

    @property
    def settings(self) -> dict[str, str]:
        """The settings with which this program works on the lake as the stack does."""
        return {"lake": self.lake, "database": self.parameters["Database"], "workgroup": self.stack.compute}

    @property
    def results(self) -> str:
        """Where in the bucket the workgroup's results lie, each under its query's id."""
        return f"athena/{self.stack.compute}/"

    @property
    def alarm(self) -> str:
        """The alarm of refreshes that fail."""
        return f"{self.stack.compute}-run-failed"

    @property
    def prices(self) -> Prices | None:
        """The region's prices, if they are known."""
        return prices_in(self.region)

    def of_functions(self, *seconds: float) -> float | None:
        """Dollars of calls of functions that took so long; None where no price is known, as on x86."""
        if self.prices is None or self.parameters["Architecture"] != "arm64":
            return None
        return sum(self.prices.of_function(int(self.parameters["Memory"]), each) for each in seconds)

    def of_transitions(self, count: int) -> float | None:
        """Dollars of so many of the machine's transitions."""
        return self.prices.of_transitions(count) if self.prices else None


@dataclass
class Check:
    """What all pieces have in common. `dashboard` proves what QuickSight shows, None where nothing was published.

    `executions` are those that came to an end, by their trials' names, `running` the ARNs of those that did not yet,
    `queries` the ids of Athena's.
    """

    account: Account
    deployed: Deployed
    backends: Callable[[Trial], Backends]
    dashboard: Callable[[], str | None]
    with_glue: bool = False
    pause: Callable[[float], None] = sleep
    begun: datetime = field(default_factory=utc_now)
    executions: dict[str, "Execution"] = field(default_factory=dict)
    running: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Name the trials: that of Lambda, that of Glue, and one whose lake stays empty, so that it fails."""
        self.on_lambda, self.empty = (Trial.new(self.begun, TransformPlace.LAMBDA) for _ in range(2))
        self.on_glue = Trial.new(self.begun, TransformPlace.GLUE)

    @property
    def trials(self) -> tuple[Trial, ...]:
        """All of them."""
        return self.on_lambda, self.on_glue, self.empty

    def wait(self, what: str, is_there: Callable[[], bool], most: float) -> None:
        """Look until it is there; FilmesLakeError after so many seconds."""
        waited, pause = 0.0, _FIRST_PAUSE_SECONDS
        while not is_there():
            if waited >= most:
                raise FilmesLakeError(f"{what}: not within {most / 60:.0f} minutes", "see: filmes-lake deploy logs")
            self.pause(pause)
            waited, pause = waited + pause, min(pause * 1.5, _LONGEST_PAUSE_SECONDS)

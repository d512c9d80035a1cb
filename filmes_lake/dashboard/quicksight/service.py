"""QuickSight as publishing uses it: things are made or brought up to date, and watched until that is done."""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from time import sleep
from typing import TYPE_CHECKING, Any

from filmes_lake.aws.errors import calling, without_secrets
from filmes_lake.aws.identity import Account, account_of_caller
from filmes_lake.aws.quicksight import QUICKSIGHT, open_quicksight, taken_by
from filmes_lake.dashboard.quicksight.names import Place
from filmes_lake.errors import FilmesLakeError, NotFound, SettingsError

if TYPE_CHECKING:
    from filmes_lake.dashboard.quicksight.bodies import Call

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS, _LONGEST_WAIT_SECONDS = 0.1, 5.0, 900.0
_WHERE = "QuickSight"
_UNDER_WAY = frozenset(
    {"CREATION_IN_PROGRESS", "UPDATE_IN_PROGRESS", "INITIALIZED", "QUEUED", "RUNNING"},
)
_GOOD = frozenset({"CREATION_SUCCESSFUL", "UPDATE_SUCCESSFUL", "COMPLETED"})
_WORDS = re.compile("(?<=[a-z])(?=[A-Z])")
# Editions in which dashboards are made of definitions.
_STANDARD = "STANDARD"
_MOST_SHOWN = 5


class QuickSight:
    """QuickSight in one region, of the caller's account."""

    def __init__(
        self,
        region: str | None = None,
        open_client: Callable[[str, str | None], Any] = open_quicksight,
        find_account: Callable[[str], Account] = account_of_caller,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._region, self._open, self._find_account, self._pause = region, open_client, find_account, pause

    @cached_property
    def place(self) -> Place:
        """Where it is; SettingsError without credentials or a region."""
        account = self._find_account(_WHERE)
        return Place(self._client.meta.region_name, account.id, account.partition)

    def require_subscription(self) -> None:
        """SettingsError where the account has no QuickSight, or an edition that takes no definitions."""
        try:
            info = self._ask(_WHERE, "DescribeAccountSubscription")["AccountInfo"]
        except _Absent:
            raise SettingsError(f"{_WHERE}: this account has not signed up", "sign up for Amazon Quick first") from None
        if info.get("Edition") == _STANDARD:
            raise SettingsError(f"{_WHERE}: the account has the Standard edition", "upgrade it to Enterprise")

    def reader(self, kind: str, name: str, namespace: str) -> str:
        """The ARN of a user or a group; SettingsError where there is none of that name."""
        where = f"{_WHERE} {kind.lower()} {name}"
        try:
            answer = self._ask(where, f"Describe{kind}", **{f"{kind}Name": name, "Namespace": namespace})
        except _Absent:
            raise SettingsError(
                f"{where}: there is none in namespace {namespace}", "see: Manage Quick, users"
            ) from None
        return str(answer[kind]["Arn"])

    def bring(self, call: "Call") -> str:
        """Make what the call is about, or bring it up to date, and wait for the end: `created` or `updated`."""
        where, known = _named(call.kind, call.id), self._found(call.kind, call.id)
        operation = f"Update{call.kind}" if known else call.operation
        answer = self._ask(where, operation, **taken_by(operation, call.body))
        self._settle(call, answer)
        if known and call.body.get("Permissions"):
            self._grant(call)
        return "updated" if known else "created"

    def ingest(self, data_set: str, ingestion: str) -> None:
        """Have SPICE take a data set's rows anew; nobody waits for it."""
        self._ask(_named("DataSet", data_set), "CreateIngestion", DataSetId=data_set, IngestionId=ingestion)

    def require(self, kind: str, name: str) -> None:
        """FilmesLakeError where it is not there, or did not end well."""
        where = _named(kind, name)
        try:
            self._wait(where, lambda: self._described(kind, name))
        except _Absent:
            raise NotFound(f"{where}: there is none", "make it again: filmes-lake dashboard publish") from None

    def take_anew(self, data_set: str) -> None:
        """Have SPICE take a data set's rows anew, and wait for the end; FilmesLakeError where that fails."""
        where, asked = _named("DataSet", data_set), {"DataSetId": data_set, "IngestionId": uuid.uuid4().hex}
        try:
            self._ask(where, "CreateIngestion", **asked)
            self._wait(where, lambda: self._ask(where, "DescribeIngestion", **asked)["Ingestion"])
        except _Absent:
            raise NotFound(f"{where}: there is none", "make it again: filmes-lake dashboard publish") from None

    def remove(self, kind: str, name: str) -> bool:
        """Delete it; whether it was there."""
        try:
            self._ask(_named(kind, name), f"Delete{kind}", **{f"{kind}Id": name})
        except _Absent:
            return False
        return True

    def _settle(self, call: "Call", answer: Mapping[str, Any]) -> None:
        """Wait until it is done, and show a dashboard's new version; FilmesLakeError with what QuickSight names."""
        where = _named(call.kind, call.id)
        if call.kind == "DataSet":
            asked = {"DataSetId": call.id, "IngestionId": answer["IngestionId"]}
            self._wait(where, lambda: self._ask(where, "DescribeIngestion", **asked)["Ingestion"])
        elif call.kind == "Dashboard":
            version = int(answer["VersionArn"].rpartition("/")[2])
            asked = {"DashboardId": call.id, "VersionNumber": version}
            self._wait(where, lambda: self._ask(where, "DescribeDashboard", **asked)["Dashboard"]["Version"])
            self._ask(where, "UpdateDashboardPublishedVersion", **asked)
        else:
            self._wait(where, lambda: self._described(call.kind, call.id))

    def _wait(self, where: str, look: Callable[[], Mapping[str, Any]]) -> None:
        waited, pause = 0.0, _FIRST_PAUSE_SECONDS
        while (status := _status(found := look())) in _UNDER_WAY:
            if waited > _LONGEST_WAIT_SECONDS:
                raise FilmesLakeError(f"{where}: still {status} after {waited / 60:.0f} minutes", "publish it again")
            self._pause(pause)
            waited, pause = waited + pause, min(pause * 1.5, _LONGEST_PAUSE_SECONDS)
        if status not in _GOOD:
            raise FilmesLakeError(f"{where}: {status}: {_why(found)}", "what is published stays as it was")

    def _found(self, kind: str, name: str) -> bool:
        try:
            self._described(kind, name)
        except _Absent:
            return False
        return True

    def _described(self, kind: str, name: str) -> Mapping[str, Any]:
        answer: dict[str, Any] = self._ask(_named(kind, name), f"Describe{kind}", **{f"{kind}Id": name})[kind]
        version: Mapping[str, Any] = answer.get("Version", answer)
        return version

    def _grant(self, call: "Call") -> None:
        asked = {f"{call.kind}Id": call.id, "GrantPermissions": call.body["Permissions"]}
        self._ask(_named(call.kind, call.id), f"Update{call.kind}Permissions", **asked)

    def _ask(self, where: str, operation: str, **asked: Any) -> dict[str, Any]:
        call = getattr(self._client, _method(operation))
        with calling(QUICKSIGHT, where), self._absent():
            answer: dict[str, Any] = call(**{"AwsAccountId": self.place.account, **asked})
        return answer

    @contextmanager
    def _absent(self) -> Iterator[None]:
        try:
            yield
        except self._client.exceptions.ResourceNotFoundException:
            raise _Absent from None

    @cached_property
    def _client(self) -> Any:
        return self._open(_WHERE, self._region)


class _Absent(Exception):
    """There is no such thing."""


def _method(operation: str) -> str:
    return _WORDS.sub("_", operation).lower()


def _named(kind: str, name: str) -> str:
    """A thing of QuickSight's, for messages: QuickSight data set films."""
    return f"{_WHERE} {_WORDS.sub(' ', kind).lower()} {name}"


def _status(found: Mapping[str, Any]) -> str:
    return str(found.get("Status") or found.get("IngestionStatus"))


def _why(found: Mapping[str, Any]) -> str:
    """The errors by their names, with their places and words, without account ids."""
    errors = found.get("Errors") or [found["ErrorInfo"]] if found.get("Errors") or found.get("ErrorInfo") else []
    said = [_error(error) for error in errors]
    more = f"; and {len(said) - _MOST_SHOWN} more" if len(said) > _MOST_SHOWN else ""
    return without_secrets("; ".join(said[:_MOST_SHOWN]) + more) or "no reason is given"


def _error(error: Mapping[str, Any]) -> str:
    places = [entity["Path"] for entity in error.get("ViolatedEntities", ()) if "Path" in entity]
    at = f" at {', '.join(places)}" if places else ""
    return f"{error.get('Type', 'UNKNOWN')}{at} ({error.get('Message', 'no message')})"

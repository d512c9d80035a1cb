"""The catalog of a lake in S3: the tables of the current versions in the AWS Glue Data Catalog.

Each table has the one location of its version's folder, and moves there on request. Glue changes one table
at a time, so for seconds two versions may stand side by side; the next run repairs what one left undone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from filmes_lake.aws.errors import calling
from filmes_lake.aws.glue import GLUE, open_glue
from filmes_lake.catalog.glue.tables import (
    LAKE,
    changes,
    ddl,
    is_as_written,
    moves_only,
    shown_version,
    table_input,
)
from filmes_lake.catalog.registration import Registered, RegistrationState, TableState
from filmes_lake.errors import LakeError, NotFound, UsageError
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.lake.storage.parallel import in_parallel
from filmes_lake.models.columns import Row
from filmes_lake.models.kinds import Layer

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient
    from mypy_boto3_glue.type_defs import DatabaseInputTypeDef, TableInputTypeDef

_LAYERS = (Layer.TRUSTED, Layer.REFINED)
_ABOUT = "Films and series: cleaned (Trusted) and as a star schema (Refined). Registered by filmes-lake."
_STATUS = {
    RegistrationState.CURRENT: "unchanged",
    RegistrationState.MISSING: "created",
    RegistrationState.ALTERED: "left_alone",
}
# Rounds in which the tables run after a pointer that others keep moving.
_ROUNDS = 3


class _Registration(BaseModel):
    """The lake's own word on where it is registered."""

    database: str


@dataclass(frozen=True)
class _Wanted:
    """A current table, as it should be described."""

    layer: Layer
    version: str
    table: "TableInputTypeDef"


@dataclass
class Contents:
    """The tables of a database, by name, as Glue describes them, and when that was (Glue's own clock, UTC)."""

    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    at: datetime | None = None

    def at_rest(self, names: Iterable[str]) -> timedelta:
        """How long none of these tables was changed: the difference of two of Glue's times, no clock of this machine's.

        Nothing where that is not known.
        """
        tables = [self.tables.get(name, {}) for name in names]
        changed: list[datetime | None] = [table.get("UpdateTime") or table.get("CreateTime") for table in tables]
        known = [moment for moment in changed if moment]
        if self.at is None or not known or len(known) < len(changed):
            return timedelta()
        return max(timedelta(), self.at - max(known))


@dataclass(frozen=True)
class GlueCatalog:
    """Implements `Catalog`. Glue is asked for nothing, and needs no permission, before the lake is registered."""

    lake: Lake
    database: str
    open_client: Callable[[str], "GlueClient"] = open_glue

    @property
    def where(self) -> str:
        """The database, for messages."""
        return f"Glue database {self.database}"

    @property
    def hint(self) -> str:
        """See `Catalog.hint`."""
        return f"Athena reads them: SELECT * FROM {self.database}.dim_filme LIMIT 5"

    @cached_property
    def _client(self) -> "GlueClient":
        return self.open_client(self.where)

    def register(self, *, force: bool = False) -> list[Registered]:
        """See `Catalog.register`; LakeError where the database is another lake's."""
        self.lake.require(Layer.TRUSTED)  # before a run is entered in the ledger
        with self.lake.run("catalog register", database=self.database, force=force) as run:
            self._make_database()
            self._remember()
            done: dict[str, Registered] = {}
            for _ in range(_ROUNDS):
                wanted = self._wanted()
                for found in self._write(wanted, force=force):
                    first = done.get(found.name, found)
                    done[found.name] = found if first.status == "unchanged" else replace(found, status=first.status)
                if self._versions() == {table.version for table in wanted.values()}:
                    break
            run.counts = {found.name: found.status for found in done.values()}
            run.outcome = "unchanged" if set(run.counts.values()) == {"unchanged"} else "done"
        return list(done.values())

    def follow(self) -> list[Registered]:
        """See `Catalog.follow`; nothing is written, in the ledger neither, where every table is current."""
        registered = self._registered()
        if registered is None:
            return []
        away = [state for state in registered.differences() if state.state is not RegistrationState.CURRENT]
        if any(state.state is not RegistrationState.ALTERED for state in away):
            return registered.register()
        return [Registered(state.name, state.version, "left_alone", state.changes) for state in away]

    def states(self) -> list[TableState]:
        """See `Catalog.states`."""
        registered = self._registered()
        if registered is None:
            unknown = self._wanted().items()
            return [TableState(name, RegistrationState.UNREGISTERED, None, wanted.version) for name, wanted in unknown]
        return registered.differences()

    def differences(self) -> list[TableState]:
        """See `Catalog.differences`."""
        return self.compare(self.contents())

    def compare(self, contents: Contents) -> list[TableState]:
        """How what was found in the database differs from the current versions."""
        self.lake.require(Layer.TRUSTED)
        return [self._state(wanted, contents.tables.get(name)) for name, wanted in self._wanted().items()]

    def ddl(self, table: str | None = None) -> dict[str, str]:
        """See `Catalog.ddl`; Glue is not asked."""
        self.lake.require(Layer.TRUSTED)
        wanted = self._wanted()
        if table is not None and table not in wanted:
            raise UsageError(f"{table}: no such table", f"there are: {', '.join(wanted)}")
        return {name: ddl(self.database, found.table) for name, found in wanted.items() if table in (None, name)}

    def contents(self) -> Contents:
        """What stands in the database now; nothing where there is no database."""
        found = Contents()
        with calling(GLUE, self.where):
            try:
                for page in self._client.get_paginator("get_tables").paginate(DatabaseName=self.database):
                    found.tables.update({table["Name"]: dict(table) for table in page["TableList"]})
                    answered = page["ResponseMetadata"]["HTTPHeaders"].get("date")
                    found.at = parsedate_to_datetime(answered) if answered else None
            except self._client.exceptions.EntityNotFoundException:
                return found
        return found

    def _state(self, wanted: _Wanted, there: dict[str, Any] | None) -> TableState:
        name = wanted.table["Name"]
        if there is None:
            return TableState(name, RegistrationState.MISSING, None, wanted.version)
        found = changes(there, wanted.table)
        if not is_as_written(there) or there["Parameters"].get(LAKE) != self.lake.storage.uri:
            state = RegistrationState.ALTERED
        elif moves_only(found):
            state = RegistrationState.BEHIND if found else RegistrationState.CURRENT
        else:
            state = RegistrationState.OUTDATED
        # What shows the current files shows the current version, whichever version's run made them.
        shown = wanted.version if state is RegistrationState.CURRENT else shown_version(there, wanted.layer)
        return TableState(name, state, shown, wanted.version, found)

    def _wanted(self) -> dict[str, _Wanted]:
        current = (self.lake.versions.current(layer) for layer in _LAYERS)
        return {
            model.table.name: _Wanted(
                manifest.layer, manifest.version, table_input(self.lake.storage.uri, manifest, model)
            )
            for manifest in current
            if manifest
            for model in _models(self.lake, manifest)
        }

    def _versions(self) -> set[str]:
        pointer = self.lake.versions.pointer()
        return {pointer.layers[layer].current for layer in _LAYERS if layer in pointer.layers}

    def _write(self, wanted: dict[str, _Wanted], *, force: bool) -> list[Registered]:
        there = self.contents().tables
        return in_parallel(
            [partial(self._bring, table, there.get(name), force=force) for name, table in wanted.items()]
        )

    def _bring(self, wanted: _Wanted, there: dict[str, Any] | None, *, force: bool) -> Registered:
        """Make the table what it should be, if it is not and if it is ours to change."""
        state = self._state(wanted, there)
        status = _STATUS.get(state.state, "updated")
        if status == "left_alone" and force:
            status = "updated"
        with calling(GLUE, f"{self.where}, table {state.name}"):
            if there is None:
                self._client.create_table(DatabaseName=self.database, TableInput=wanted.table)
            elif status == "updated":
                self._update(wanted.table, there)
        return Registered(state.name, wanted.version, status, state.changes)

    def _update(self, wanted: "TableInputTypeDef", there: dict[str, Any]) -> None:
        parameters = {**there.get("Parameters", {}), **wanted["Parameters"]}  # what others added stays
        # With the id, Glue refuses where somebody else was there since; each version stays in the lake's own books.
        self._client.update_table(
            DatabaseName=self.database,
            TableInput={**wanted, "Parameters": parameters},
            VersionId=there["VersionId"],
            SkipArchive=True,
        )

    def _make_database(self) -> None:
        """Make the database, or bring its description up to date; one that somebody else made stays as it is."""
        uri = self.lake.storage.uri
        wanted: DatabaseInputTypeDef = {"Name": self.database, "Description": _ABOUT, "Parameters": {LAKE: uri}}
        with calling(GLUE, self.where):
            try:
                there = self._client.get_database(Name=self.database)["Database"]
            except self._client.exceptions.EntityNotFoundException:
                self._client.create_database(DatabaseInput=wanted)
                return
            if there.get("Parameters", {}).get(LAKE) == uri and there.get("Description") != _ABOUT:
                self._client.update_database(Name=self.database, DatabaseInput=wanted)
        owner = there.get("Parameters", {}).get(LAKE, uri)
        if owner != uri:
            raise LakeError(
                f"{self.where}: it is the lake {owner}'s", "give this lake another one: FILMES_LAKE_DATABASE=NAME"
            )

    def _registered(self) -> "GlueCatalog | None":
        """The catalog in which the lake is registered, whatever the settings say now."""
        try:
            text = self.lake.storage.get(layout.REGISTERED).data
            database = _Registration.model_validate_json(text).database
        except NotFound:
            return None
        except ValidationError as error:
            raise LakeError(
                f"{layout.REGISTERED}: not a valid document", "filmes-lake catalog register rebuilds it"
            ) from error
        return self if database == self.database else GlueCatalog(self.lake, database, self.open_client)

    def _remember(self) -> None:
        text = _Registration(database=self.database).model_dump_json().encode()
        try:
            blob = self.lake.storage.get(layout.REGISTERED)
        except NotFound:
            self.lake.storage.swap(layout.REGISTERED, text, None)
            return
        if blob.data != text:
            self.lake.storage.swap(layout.REGISTERED, text, blob.token)


def _models(lake: Lake, manifest: Manifest) -> list[type[Row]]:
    """The version's tables in the models' order; a newer program's are not known here."""
    return [model for model in lake.schema.tables(manifest.layer) if model.table.name in manifest.tables]

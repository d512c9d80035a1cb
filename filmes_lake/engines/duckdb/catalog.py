"""The catalog of a lake in a folder: a DuckDB file beside its objects, rebuilt each time."""

from dataclasses import dataclass

from filmes_lake.catalog.registration import Difference, Registered, RegistrationState, TableState
from filmes_lake.engines.duckdb import shown
from filmes_lake.errors import LakeError
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Layer, Target


@dataclass(frozen=True)
class DuckDBFile:
    """Implements `Catalog` with `catalog_file.register`."""

    lake: Lake

    @property
    def where(self) -> str:
        """The file's path."""
        return str(shown.path_of(self.lake))

    @property
    def hint(self) -> str:
        """See `Catalog.hint`."""
        return f'open it with any DuckDB tool, for example: duckdb -readonly "{self.where}"'

    def register(self, *, force: bool = False) -> list[Registered]:  # noqa: ARG002 - the file is ours alone
        """See `Catalog.register`; the file appears whole."""
        from filmes_lake.engines.duckdb import catalog_file

        self.lake.require(Layer.TRUSTED)  # before a run is entered in the ledger
        target = shown.path_of(self.lake)
        with self.lake.run("catalog register") as run:
            tables = catalog_file.register(self.lake, run.scratch, target)
            shown.remember(self.lake, target, [file for table in tables for file in table.files])
        return [Registered(table.model.table.name, table.version.version, "created") for table in tables]

    def follow(self) -> list[Registered]:
        """See `Catalog.follow`; the file is for the moment at which it was asked for."""
        return []

    def states(self) -> list[TableState]:
        """See `Catalog.states`; the file does not say which older versions it shows."""
        state, changes = self._state()
        current = (self.lake.versions.current(layer) for layer in Target.ALL.layers)
        versions = {name: manifest.version for manifest in current if manifest for name in manifest.tables}
        return [
            TableState(name, state, version if state is RegistrationState.CURRENT else None, version, changes)
            for name, version in versions.items()
        ]

    def _state(self) -> tuple[RegistrationState, tuple[Difference, ...]]:
        """How all tables stand: the file is written whole, so that they stand alike."""
        target = shown.path_of(self.lake)
        if not target.is_file():
            return RegistrationState.UNREGISTERED, ()
        if shown.is_current(self.lake, target):
            return RegistrationState.CURRENT, ()
        folder = shown.folder_elsewhere(self.lake, target)
        if folder is None:
            return RegistrationState.BEHIND, ()
        return RegistrationState.ELSEWHERE, (Difference("folder", str(folder), str(target.parent)),)

    def differences(self) -> list[TableState]:
        """See `Catalog.differences`."""
        raise LakeError(
            f"{self.lake.storage.uri}: a DuckDB catalog file is rebuilt each time, there is nothing to compare",
            "`catalog diff` is for lakes in S3, whose tables are in the Glue Data Catalog",
        )

    def ddl(self, table: str | None = None) -> dict[str, str]:
        """See `Catalog.ddl`."""
        raise LakeError(
            f"{self.lake.storage.uri}: Athena reads tables in S3 only{f', not {table}' if table else ''}",
            "`catalog ddl` is for lakes in S3: --lake s3://bucket/prefix",
        )

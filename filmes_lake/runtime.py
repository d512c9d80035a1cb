"""From settings to what they stand for. The only place that chooses between backends."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from filmes_lake.errors import SettingsError
from filmes_lake.settings import Settings, load_settings

if TYPE_CHECKING:
    from filmes_lake.lake.lake import Lake
    from filmes_lake.lake.storage import Storage
    from filmes_lake.models.kinds import Kind
    from filmes_lake.reports.runner import QueryEngine
    from filmes_lake.transform.engine import Engine


@dataclass(frozen=True)
class Runtime:
    """The backends that the settings name, each loaded when it is first asked for."""

    settings: Settings
    lake_flag: str | None = None

    @classmethod
    def from_flags(cls, *, lake: str | None) -> "Runtime":
        """Settings with the command line's flags on top."""
        return cls(load_settings({"lake": lake}), lake_flag=lake)

    @cached_property
    def lake(self) -> "Lake":
        """The lake at `settings.lake`; nothing is created before the first write."""
        from filmes_lake.lake.lake import Lake

        return Lake(_storage(self.settings.lake))

    @property
    def evolving(self) -> frozenset["Kind"]:
        """The kinds of CSV that may have columns which the lake does not know."""
        from filmes_lake.models.kinds import Kind

        return frozenset(kind for kind in Kind if getattr(self.settings.contracts, kind.value) == "evolve")

    @cached_property
    def transform_engine(self) -> "Engine":
        """The engine of the transforms."""
        from filmes_lake.transform.duckdb_engine import DuckDBEngine

        return DuckDBEngine(memory=self.settings.memory, threads=self.settings.threads)

    @cached_property
    def query_engine(self) -> "QueryEngine":
        """The engine of the reports."""
        from filmes_lake.reports.duckdb import DuckDBReports

        return DuckDBReports(self.lake, self.settings.memory)


def _storage(uri: str) -> "Storage":
    if "://" in uri:
        raise SettingsError(f"{uri}: this version keeps lakes in folders only", "use --lake FOLDER")
    from filmes_lake.lake.folder import FolderStorage

    try:
        root = Path(uri).expanduser()
        if root.exists() and not root.is_dir():
            raise SettingsError(f"{uri}: not a folder", "use --lake FOLDER")
    except (OSError, RuntimeError) as error:  # a name too long, a home that nobody has
        raise SettingsError(f"{uri}: cannot be a folder: {error}", "use --lake FOLDER") from error
    return FolderStorage(root)

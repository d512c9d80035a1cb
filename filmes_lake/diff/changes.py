"""What two versions of a layer differ in: rows of their tables, and the key figures made of them."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from filmes_lake.diff.figures import FigureChange, figure_changes, select_films
from filmes_lake.engines.duckdb.session import LocalSession, LocalTable, open_session, tables_of
from filmes_lake.errors import NotFound, UsageError
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.kinds import Layer
from filmes_lake.reports.definitions import KEY_FIGURES
from filmes_lake.reports.parameters import Value
from filmes_lake.reports.runner import QueryEngine

OLD, NEW = "old_version", "new_version"


@dataclass(frozen=True)
class TableChange:
    """Rows of a table before and after; how many came, went and are there with other values.

    Rows are known again by the table's key. Where a table has none, a row with another value is one that went and one
    that came, and `revised` is None.
    """

    name: str
    before: int
    after: int
    entered: int
    left: int
    revised: int | None


@dataclass(frozen=True)
class VersionChanges:
    """Two versions of a layer. `made_of` names what they were made of and differs; figures are those of Refined."""

    old: Manifest
    new: Manifest
    made_of: list[str]
    tables: list[TableChange]
    parameters: dict[str, Value]
    figures: list[FigureChange]


@dataclass(frozen=True)
class ComparisonRequest:
    """What to compare: ids of two versions, the key figures' parameters as text, and how many films to name."""

    old: str
    new: str
    given: Mapping[str, str]
    top: int


def compare_versions(lake: Lake, engine: QueryEngine, memory: str, wanted: ComparisonRequest) -> VersionChanges:
    """Compare an old and a new version, and for Refined the key figures of both.

    NotFound where one is not kept, UsageError where they are of two layers or of Raw, or for a wrong parameter.
    """
    parameters = KEY_FIGURES.bind(wanted.given)
    old, new = (_kept(lake, version) for version in (wanted.old, wanted.new))
    if old.layer is not new.layer:
        raise UsageError(
            f"{old.version} is of {old.layer.value}, {new.version} of {new.layer.value}",
            "compare versions of one layer",
        )
    figures = []
    if old.layer is Layer.REFINED:
        before, after = (select_films(engine, version, parameters) for version in (old, new))
        figures = figure_changes(before, after, KEY_FIGURES, wanted.top)
    return VersionChanges(old, new, _made_of(old, new), _table_changes(lake, memory, old, new), parameters, figures)


def _kept(lake: Lake, version: str) -> Manifest:
    kept = [name for layer in lake.versions.pointer().layers.values() for name in layer.kept]
    if version not in kept:
        raise NotFound(f"{version}: no such version is kept", "see: filmes-lake versions")
    manifest = lake.versions.manifest(version)
    if manifest.layer not in layout.SWEPT:
        raise UsageError(
            f"{version}: versions of {manifest.layer.value} have no tables to compare",
            "compare two of trusted or two of refined",
        )
    return manifest


def _made_of(old: Manifest, new: Manifest) -> list[str]:
    names = dict.fromkeys((*old.fingerprint, *new.fingerprint))
    return [name for name in names if old.fingerprint.get(name) != new.fingerprint.get(name)]


def _table_changes(lake: Lake, memory: str, old: Manifest, new: Manifest) -> list[TableChange]:
    with tempfile.TemporaryDirectory() as scratch:
        sides = [tables_of(lake, version, Path(scratch), schema=schema) for version, schema in ((old, OLD), (new, NEW))]
        with open_session([table for side in sides for table in side], memory) as session:
            names = _names(lake, old, new)
            return [_table_change(session, name, *(_named(side, name) for side in sides)) for name in names]


def _names(lake: Lake, old: Manifest, new: Manifest) -> list[str]:
    names = (model.table.name for model in lake.schema.tables(old.layer))
    return [name for name in names if name in old.tables or name in new.tables]


def _named(tables: list[LocalTable], name: str) -> LocalTable | None:
    return next((table for table in tables if table.model.table.name == name), None)


def _table_change(session: LocalSession, name: str, old: LocalTable | None, new: LocalTable | None) -> TableChange:
    before, after = (table.version.tables[name].rows if table else 0 for table in (old, new))
    if old is None or new is None:
        return TableChange(name, before, after, after, before, 0)
    # A column that one of the versions does not have yet shows nothing about rows.
    columns = [column for column in old.columns if column in new.columns]
    came, went = (_rows_without(session, name, columns, *sides) for sides in ((NEW, OLD), (OLD, NEW)))
    key = new.model.table.key
    if not key:
        return TableChange(name, before, after, came, went, None)
    entered, left = (_rows_without(session, name, key, *sides) for sides in ((NEW, OLD), (OLD, NEW)))
    return TableChange(name, before, after, entered, left, came - entered)


def _rows_without(session: LocalSession, name: str, columns: list[str] | tuple[str, ...], side: str, other: str) -> int:
    """How many rows of the columns one side has and the other has not; nulls are equal, and rows are counted."""
    listed = ", ".join(f'"{column}"' for column in columns)
    rows = f"SELECT {listed} FROM {side}.{name} EXCEPT ALL SELECT {listed} FROM {other}.{name}"
    return int(session.rows(f"SELECT COUNT(*) FROM ({rows})").rows[0][0])

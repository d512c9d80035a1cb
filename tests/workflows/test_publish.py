"""After publishing, the catalog follows: whatever moves Trusted or Refined, and in one place."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import filmes_lake
from filmes_lake.catalog.registration import Registered
from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.errors import EXIT_PARTLY_DONE, Conflict, LakeError
from filmes_lake.language import Language
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.transform.pipeline import TransformRequest
from filmes_lake.workflows.demo import run_demo
from filmes_lake.workflows.publish import Published, publish
from filmes_lake.workflows.purge import purge
from filmes_lake.workflows.rollback import roll_back
from filmes_lake.workflows.transform import transform
from tests.fakes.catalog import FakeCatalog
from tests.shares import slow_but
from tests.transform.lakes import MEMORY, SmallLake, movie_line

PACKAGE = Path(filmes_lake.__file__).parent

# What makes other versions of Trusted and Refined current, and the one module that may call it.
PUBLISHING = {
    "filmes_lake.transform.pipeline.transform": "workflows/transform.py",
    ".roll_back": "workflows/rollback.py",
}


@pytest.fixture(scope="module")
def published_twice(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("published"))
    small.csv(Kind.MOVIES, [movie_line("tt0000001")])
    for _ in range(2):
        transform(small.lake, small.engine, FakeCatalog(), TransformRequest((Layer.TRUSTED,), force=True))
    return small


@pytest.fixture
def small(published_twice: SmallLake, tmp_path: Path) -> SmallLake:
    return published_twice.copied(tmp_path)


def _transform(small: SmallLake, catalog: FakeCatalog) -> Published[Any]:
    return transform(small.lake, small.engine, catalog, TransformRequest((Layer.TRUSTED,)))


def _roll_back(small: SmallLake, catalog: FakeCatalog) -> Published[Any]:
    return roll_back(small.lake, catalog)


def _purge(small: SmallLake, catalog: FakeCatalog) -> Published[Any]:
    return purge(small.lake, small.engine, catalog, 0)


Workflow = Callable[[SmallLake, FakeCatalog], Published[Any]]


@pytest.mark.parametrize("workflow", [_transform, _roll_back, _purge])
def test_the_catalog_follows(small: SmallLake, workflow: Workflow) -> None:
    catalog = FakeCatalog([Registered("titulos", "v2", "updated"), Registered("creditos", "v2", "unchanged")])

    done = workflow(small, catalog)

    assert catalog.asked == ["follow"]
    assert [table.name for table in done.catalog.moved] == ["titulos"]
    assert done.exit_code == 0


@pytest.mark.parametrize("workflow", slow_but([_roll_back], [_transform, _roll_back, _purge]))
def test_what_is_published_stays_where_the_catalog_lags_behind(small: SmallLake, workflow: Workflow) -> None:
    error = LakeError("Glue refuses")

    done = workflow(small, FakeCatalog(error=error))

    assert done.catalog.error is error
    assert done.exit_code == EXIT_PARTLY_DONE
    assert small.lake.ledger.runs(1)[0].outcome in ("done", "unchanged")


def test_nothing_follows_what_was_not_published(small: SmallLake) -> None:
    def fail() -> None:
        raise Conflict("somebody else was first")

    catalog = FakeCatalog()
    with pytest.raises(Conflict):
        publish(catalog, fail)

    assert catalog.asked == []


@pytest.mark.slow
def test_the_demo_registers_after_the_catalog_has_followed(tmp_path: Path) -> None:
    small, catalog = SmallLake(tmp_path / "lake"), FakeCatalog()

    done = run_demo(small.lake, small.engine, DuckDBReports(small.lake, MEMORY), catalog, Language.ENGLISH)

    assert catalog.asked == ["follow", "register"]
    assert done.result.report.rows
    assert done.result.page == small.folder / "dashboard.html"
    assert done.result.page.read_bytes().startswith(b"<!doctype html>")


def _used(tree: ast.AST) -> Iterator[str]:
    """Names that a module imports, and attributes of which it makes use."""
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)
            modules |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield f".{node.attr}"
            if isinstance(node.value, ast.Name) and node.value.id in modules:
                yield f"{modules[node.value.id]}.{node.attr}"


def test_one_workflow_alone_publishes_so_no_entry_point_forgets_the_catalog() -> None:
    users: dict[str, list[str]] = {what: [] for what in PUBLISHING}
    for path in PACKAGE.rglob("*.py"):
        for what in PUBLISHING.keys() & set(_used(ast.parse(path.read_text(encoding="utf-8")))):
            users[what].append(path.relative_to(PACKAGE).as_posix())

    assert users == {what: [user] for what, user in PUBLISHING.items()}

"""The local catalog: a DuckDB file any program can read, and sessions that can read the tables and nothing else."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from filmes_lake.catalog.registration import RegistrationState
from filmes_lake.engines.duckdb.catalog import DuckDBFile
from filmes_lake.engines.duckdb.catalog_file import export, register
from filmes_lake.engines.duckdb.session import LocalSession
from filmes_lake.engines.duckdb.shown import is_current, path_of
from filmes_lake.errors import QueryError, UsageError
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.models.columns import Row, columns_of, description_of
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.tmdb import TmdbFilme
from tests.schema import REFINED, TRUSTED
from tests.shares import slow_but
from tests.transform.lakes import SmallLake, film_answer, movie_line, series_answer, series_line

TABLES = [model.table.name for model in TRUSTED + REFINED]


@pytest.fixture(scope="module")
def before_refined(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("before"))
    small.movies(movie_line("tt0000001"), movie_line("tt0000002"))
    small.series(series_line("tt0000003"))
    small.answers(film_answer("tt0000001"))
    small.tmdb(Kind.SERIES, series_answer("tt0000003"))
    small.transform(Layer.TRUSTED)
    return small


@pytest.fixture(scope="module")
def lake(before_refined: SmallLake, tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = before_refined.copied(tmp_path_factory.mktemp("catalog"))
    small.transform(Layer.REFINED)
    return small


def registered(lake: SmallLake, folder: Path) -> Path:
    """A catalog file of the lake, in another folder."""
    target = folder / "catalog.duckdb"
    with lake.lake.run("catalog register") as run:
        register(lake.lake, run.scratch, target)
    return target


@pytest.fixture(scope="module")
def catalog(lake: SmallLake, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return registered(lake, tmp_path_factory.mktemp("file"))


@pytest.fixture(scope="module")
def connection(catalog: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The catalog file as any program opens it."""
    with duckdb.connect(str(catalog), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("table", TABLES)
def test_any_connection_reads_every_registered_table(
    lake: SmallLake, connection: duckdb.DuckDBPyConnection, table: str
) -> None:
    assert connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == (len(lake.table(table)),)


@pytest.mark.parametrize("model", TRUSTED + REFINED, ids=TABLES)
def test_columns_stand_in_the_models_order_with_its_types(
    connection: duckdb.DuckDBPyConnection, model: type[Row]
) -> None:
    found = connection.execute(f"DESCRIBE {model.table.name}").fetchall()

    assert [(row[0], row[1]) for row in found] == [(c.name, c.engine.duckdb) for c in columns_of(model)]


@pytest.mark.parametrize("model", TRUSTED + REFINED, ids=TABLES)
def test_every_table_and_column_carries_its_description(
    connection: duckdb.DuckDBPyConnection, model: type[Row]
) -> None:
    name = model.table.name
    view = connection.execute("SELECT comment FROM duckdb_views() WHERE view_name = ?", [name]).fetchone()
    columns = connection.execute(
        "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?", [name]
    ).fetchall()

    assert view == (description_of(model),)
    for column_name, comment in columns:
        column = next(column for column in columns_of(model) if column.name == column_name)
        assert comment.startswith(column.description)
        assert (column.unit or "") in comment


@pytest.mark.slow
def test_registering_again_replaces_the_file_whole(lake: SmallLake, tmp_path: Path) -> None:
    changing = lake.copied(tmp_path)
    target = registered(changing, tmp_path)
    with duckdb.connect(str(target)) as connection:
        connection.execute("CREATE VIEW of_somebody AS SELECT 1")
    changing.movies(movie_line("tt0000009"))
    changing.transform(Layer.TRUSTED)
    registered(changing, tmp_path)

    with duckdb.connect(str(target), read_only=True) as connection:
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        titles = connection.execute("SELECT id_titulo FROM titulos WHERE tipo = 'filme'").fetchall()
    assert {name for (name,) in views} == set(TABLES)
    assert titles == [("tt0000009",)]


def test_what_a_catalog_file_shows_is_remembered_of_its_own_bytes_alone(
    lake: SmallLake, catalog: Path, tmp_path: Path
) -> None:
    copied = lake.copied(tmp_path)
    file = DuckDBFile(copied.lake)
    file.register()
    assert {table.state for table in file.states()} == {RegistrationState.CURRENT}

    shutil.copyfile(catalog, path_of(copied.lake))
    assert {table.state for table in file.states()} == {RegistrationState.ELSEWHERE}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="it has no pipes with names")
@pytest.mark.timeout(20)
def test_a_pipe_in_the_place_of_the_catalog_file_is_none(lake: SmallLake, tmp_path: Path) -> None:
    copied = lake.copied(tmp_path)
    os.mkfifo(path_of(copied.lake))

    assert {table.state for table in DuckDBFile(copied.lake).states()} == {RegistrationState.UNREGISTERED}


def test_a_lake_may_be_called_by_other_names_than_when_it_was_registered(lake: SmallLake, tmp_path: Path) -> None:
    copied = lake.copied(tmp_path)
    DuckDBFile(copied.lake).register()
    link = tmp_path / "link"
    link.symlink_to(path_of(copied.lake).parent, target_is_directory=True)

    for name in (link, link / ".." / path_of(copied.lake).parent.name):
        states = DuckDBFile(Lake(FolderStorage(name), copied.lake.schema)).states()
        assert {table.state for table in states} == {RegistrationState.CURRENT}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="it has no pipes with names")
def test_an_export_takes_the_place_of_a_file_alone(lake: SmallLake, tmp_path: Path) -> None:
    pipe = tmp_path / "films.duckdb"
    os.mkfifo(pipe)

    with pytest.raises(UsageError, match="not a file"):
        export(lake.lake, tmp_path, pipe, replace=True)
    assert pipe.is_fifo()


def test_an_export_takes_the_place_of_what_a_link_points_at(lake: SmallLake, tmp_path: Path) -> None:
    target, link = tmp_path / "films.duckdb", tmp_path / "link.duckdb"
    target.write_bytes(b"somebody's")
    link.symlink_to(target)

    export(lake.lake, tmp_path, link, replace=True)

    assert link.is_symlink()
    assert target.read_bytes() != b"somebody's"


def test_a_catalog_before_refined_has_the_trusted_tables(before_refined: SmallLake, tmp_path: Path) -> None:
    lake = before_refined.copied(tmp_path)
    with lake.lake.run("catalog register") as run:
        found = register(lake.lake, run.scratch, path_of(lake.lake))

    assert [table.model for table in found] == list(TRUSTED)
    assert (lake.folder / "filmes-lake.duckdb").is_file()


def test_an_exported_file_holds_the_tables_themselves_with_their_descriptions(lake: SmallLake, tmp_path: Path) -> None:
    copied, target = lake.copied(tmp_path), tmp_path / "films.duckdb"

    found = export(copied.lake, tmp_path, target, replace=False)

    assert [table.model.table.name for table in found] == TABLES
    rows = {name: len(lake.table(name)) for name in TABLES}
    shutil.rmtree(copied.folder)
    with duckdb.connect(str(target), read_only=True) as connection:
        held = {name: connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone() for name in TABLES}
        told = dict(connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        columns = connection.execute("DESCRIBE tmdb_filmes").fetchall()
    assert held == {name: (count,) for name, count in rows.items()}
    assert told == {model.table.name: description_of(model) for model in TRUSTED + REFINED}
    assert [(row[0], row[1]) for row in columns] == [(c.name, c.engine.duckdb) for c in columns_of(TmdbFilme)]


def test_an_export_replaces_a_file_only_where_it_is_asked_to(lake: SmallLake, tmp_path: Path) -> None:
    target = tmp_path / "films.duckdb"
    target.write_bytes(b"somebody's")

    with pytest.raises(UsageError, match="already exists"):
        export(lake.lake, tmp_path, target, replace=False)
    assert target.read_bytes() == b"somebody's"
    export(lake.lake, tmp_path, target, replace=True)

    with duckdb.connect(str(target), read_only=True) as connection:
        assert connection.execute("SELECT COUNT(*) FROM titulos").fetchone() == (3,)
    assert [path.name for path in tmp_path.iterdir()] == ["films.duckdb"]


ALL_ODD = "[x] it's"
ODD = [ALL_ODD, "what?", "all*", "[x]", "{a,b}", "back\\slash", "it's", "a b", "%20", "ação"]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", slow_but([ALL_ODD], ODD))
def test_a_lake_may_lie_at_any_path_and_no_file_beside_it_is_read(lake: SmallLake, tmp_path: Path, name: str) -> None:
    here, beside = tmp_path / name, tmp_path / name.translate(str.maketrans("?*[]", "xxxx"))
    copied = lake.copied(here)
    copied.transform(force=True)
    if beside != here:  # another lake, whose files a pattern would fit too
        shutil.copytree(here, beside)

    target = path_of(copied.lake)
    with copied.lake.run("catalog register") as run:
        register(copied.lake, run.scratch, target)

    plain = shutil.copyfile(target, tmp_path / "plain.duckdb")
    with duckdb.connect(str(plain), read_only=True) as connection:
        assert connection.execute("SELECT COUNT(*) FROM titulos").fetchone() == (3,)
    assert is_current(copied.lake, target)
    with copied.session() as session:
        assert session.query("SELECT COUNT(*) FROM titulos").rows == [(3,)]


OLD = ("1.0.0", "1.4.0")
ASK = "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print(c.sql(sys.argv[2]).fetchall())"


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("release", OLD)
def test_an_older_duckdb_reads_the_catalog_file_and_an_export(lake: SmallLake, tmp_path: Path, release: str) -> None:
    files = [registered(lake.copied(tmp_path), tmp_path), tmp_path / "films.duckdb"]
    export(lake.lake, tmp_path, files[1], replace=False)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "old"], check=True)
    python = str(tmp_path / "old" / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python, f"duckdb=={release}"]
    subprocess.run(install, check=True)

    for file in files:
        ask = [python, "-c", ASK, str(file), "SELECT id_titulo, generos FROM titulos ORDER BY 1 LIMIT 1"]
        ended = subprocess.run(ask, capture_output=True, text=True, check=False)
        assert ended.stdout == "[('tt0000001', ['Crime', 'Drama'])]\n", ended.stderr


READS = [
    ("SELECT COUNT(*) FROM titulos", [(3,)]),
    ("FROM dim_filme SELECT id_filme WHERE id_filme = 'tt0000002'", [("tt0000002",)]),
    ("WITH f AS (SELECT orcamento FROM fato_desempenho_filmes) SELECT * FROM f -- why not", [(1_000_000,)]),
    (
        "SELECT t.id_titulo FROM titulos t ANTI JOIN tmdb_filmes m USING (id_titulo) WHERE tipo = 'filme'",
        [("tt0000002",)],
    ),
    ("SELECT 'it''s; fine';", [("it's; fine",)]),
]


@pytest.fixture(scope="module")
def session(lake: SmallLake) -> Iterator[LocalSession]:
    """One for all queries: what one of them could change, the next would show."""
    with lake.session() as session:
        yield session


@pytest.mark.parametrize(("sql", "rows"), READS)
def test_a_session_reads_the_current_tables(session: LocalSession, sql: str, rows: list[tuple[object, ...]]) -> None:
    assert session.query(sql).rows == rows


def test_a_result_names_its_columns(session: LocalSession) -> None:
    assert session.query("SELECT 1 AS um, 2 AS dois").columns == ("um", "dois")


def test_an_instant_is_shown_in_utc(lake: SmallLake, session: LocalSession) -> None:
    ((told,),) = session.query("SELECT obtido_em FROM tmdb_filmes").rows

    assert told == lake.table("tmdb_filmes")[0]["obtido_em"]


@pytest.mark.parametrize("sql", ["SELECT [obtido_em] FROM tmdb_filmes", "SELECT obtido_em FROM tmdb_filmes; -- when"])
def test_an_instant_can_be_asked_for_in_any_way(session: LocalSession, sql: str) -> None:
    assert "datetime" in repr(session.query(sql).rows)


# {own}: a file of the lake's current version; {other}: another file; {new}: one that is not there.
ATTEMPTS = [
    "SELECT * FROM read_csv('{other}')",
    "SELECT * FROM '{other}'",
    "SELECT * FROM read_text('{other}')",
    "SELECT * FROM read_blob('{other}')",
    "SELECT * FROM read_json('{other}')",
    "SELECT * FROM read_parquet('{other}')",
    "SELECT * FROM parquet_metadata('{other}')",
    "SELECT * FROM sniff_csv('{other}')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM read_csv('https://127.0.0.1:1/x.csv')",
    "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "SELECT * FROM duckdb_secrets()",
    "SELECT getenv('HOME')",
    "SELECT * FROM query('COPY titulos TO ''{new}''')",
    "COPY titulos TO '{new}'",
    "COPY (SELECT 1) TO '{own}' (FORMAT parquet, USE_TMP_FILE false)",
    "COPY titulos FROM '{other}'",
    "EXPORT DATABASE '{new}'",
    "IMPORT DATABASE '{folder}'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{own}' (FORMAT parquet, USE_TMP_FILE false)",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{new}'",
    "ATTACH '{new}' AS new",
    "ATTACH '{other}' AS other (READ_ONLY)",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET memory_limit = '64GB'",
    "SET enable_external_access = true",
    "SET allowed_paths = ['{other}']",
    "RESET lock_configuration",
    "PRAGMA enable_profiling",
    "CREATE TABLE mine AS SELECT 1",
    "CREATE OR REPLACE VIEW titulos AS SELECT 1",
    "CREATE SECRET mine (TYPE s3)",
    "CREATE MACRO f(x) AS x",
    "DROP VIEW titulos",
    "INSERT INTO titulos SELECT * FROM titulos",
    "UPDATE titulos SET tipo = 'x'",
    "DELETE FROM titulos",
    "WITH gone AS (DELETE FROM titulos RETURNING *) SELECT * FROM gone",
    "CALL pragma_version()",
    "PREPARE p AS SELECT 1",
    "BEGIN",
    "CHECKPOINT",
    "VACUUM",
    "USE memory",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP VIEW titulos",
    "",
    "-- nothing",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_session_can_do_nothing_but_read_the_tables(
    lake: SmallLake, session: LocalSession, tmp_path: Path, attempt: str
) -> None:
    own, other, new = lake.files("titulos")[0], tmp_path / "other.csv", tmp_path / "new"
    other.write_text("secret\n1\n")
    before = hashlib.sha256(own.read_bytes()).digest()

    with pytest.raises(QueryError):
        session.query(attempt.format(own=own, other=other, new=new, folder=tmp_path))
    assert session.query("SELECT COUNT(*) FROM titulos").rows == [(3,)]
    assert sorted(tmp_path.iterdir()) == [other]
    assert hashlib.sha256(own.read_bytes()).digest() == before


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELEC 1", 'Parser Error: syntax error at or near "SELEC"'),
        ("SELECT nome FROM titulos", 'Binder Error: Referenced column "nome" not found'),
        ("SELECT * FROM titulo", "Catalog Error: Table with name titulo does not exist!"),
        ("SELECT CAST('x' AS INT)", "Conversion Error: Could not convert string 'x'"),
        ("SELECT\n  1 +\nFROM titulos WHERE", "Parser Error"),
        ("SELECT error('one\ntwo\nthree')", "Invalid Input Error: one | two"),
        ("SELECT $1", "Invalid Input Error"),
    ],
)
def test_an_error_of_a_query_is_one_line_that_says_what(session: LocalSession, sql: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        session.query(sql)

    assert caught.value.message.startswith(message)
    assert "\n" not in caught.value.message
    assert caught.value.hint

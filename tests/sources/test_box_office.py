"""A third source, which only the tests have: its package and its line in the registry are all it takes."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from filmes_lake.engines.spark.configuration import SparkSettings
from filmes_lake.engines.spark.transforms import SparkEngine
from filmes_lake.ingest import registry
from filmes_lake.ingest.delimited.ingest import IngestRequest, ingest_files
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.models.kinds import Layer
from filmes_lake.models.tables import Schema
from tests.in_process import Run
from tests.sources import box_office
from tests.transform.lakes import SmallLake, envelope, film_answer, movie_line, series_line
from tools.generate import statement_files
from tools.guards import violations

pytest_plugins = ("tests.in_process", "tests.sparking")

HERE = Path(__file__).parent / "box_office"
FILM, SERIES, UNKNOWN = "tt0000001", "tt0000002", "tt0000009"
LINES = (
    f"{FILM};202601;1500000;300",
    f"{FILM};202602;900000;x",
    f"{FILM};202602;800000;250",
    f" {SERIES} ;202601;;",
    f"{UNKNOWN};202603;7;1",
    f"{FILM};202604",
    "nm0000001;202601;1;1",
    "",
)
ROWS = [
    (FILM, 202601, 1_500_000, 300),
    (FILM, 202602, 900_000, None),
    (SERIES, 202601, None, None),
    (UNKNOWN, 202603, 7, 1),
]
ACCOUNT = {
    "lines": 8,
    "kept": 4,
    "superseded": 1,
    "rejected": 3,
    "invalid_values": {"salas": 1},
    "given_values": {"salas": 4},
}


@pytest.fixture(scope="module", autouse=True)
def registered() -> Iterator[None]:
    """The source's line in the registry."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "SOURCES", (*registry.SOURCES, box_office))
        yield


def written(folder: Path, *lines: str) -> Path:
    path = folder / "weeks.txt"
    path.write_text("\n".join(("title;week;gross;cinemas", *lines)) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(registered: None, tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A lake with all three sources, transformed; it is not to be written to."""
    folder = tmp_path_factory.mktemp("box-office")
    small = SmallLake(folder)
    small.lake = Lake(FolderStorage(small.folder), registry.schema())
    small.movies(movie_line(FILM), "bad")
    small.series(series_line(SERIES))
    small.answers(envelope(film_answer(FILM)))
    ingest_files(small.lake, box_office.SOURCE, [written(folder, *LINES)], IngestRequest())
    small.transform()
    return small


def rejected(small: SmallLake) -> list[tuple[str, int, str]]:
    return [(Path(row["origem"]).suffix, row["linha"], row["motivo"]) for row in small.table("rejeitados")]


@pytest.fixture
def lake(made: SmallLake, run: Run) -> Path:
    """A copy of the lake, where the program looks for one."""
    return Path(shutil.copytree(made.folder, Path.cwd() / "lake"))


def test_its_lines_become_rows_of_its_table(made: SmallLake) -> None:
    assert [tuple(row.values()) for row in made.table("bilheteria")] == ROWS


def test_its_lines_are_reconciled_by_its_own_law(made: SmallLake) -> None:
    assert made.reconciliation("box_office") == ACCOUNT


def test_what_no_table_takes_of_it_stands_in_the_quarantine_of_all(made: SmallLake) -> None:
    assert rejected(made) == [
        (".txt", 7, "numero_de_colunas"),
        (".txt", 8, "id_invalido"),
        (".txt", 9, "linha_em_branco"),
        (".csv", 3, "numero_de_colunas"),
    ]


@pytest.mark.slow
def test_its_file_can_have_another_form(made: SmallLake, tmp_path: Path) -> None:
    small = made.copied(tmp_path)
    small.lake = Lake(FolderStorage(small.folder), registry.schema())
    path = written(tmp_path, *LINES)
    path.write_text(path.read_text(encoding="utf-8").replace(";", ",").upper(), encoding="utf-8")
    ingest_files(small.lake, box_office.SOURCE, [path], IngestRequest())
    small.transform()

    assert [tuple(row.values()) for row in small.table("bilheteria")] == ROWS
    assert small.reconciliation("box_office") == ACCOUNT
    assert rejected(small) == rejected(made)


def test_the_other_tables_are_as_without_it(made: SmallLake, tmp_path: Path) -> None:
    small = SmallLake(tmp_path)
    small.movies(movie_line(FILM), "bad")
    small.series(series_line(SERIES))
    small.answers(envelope(film_answer(FILM)))
    small.transform()

    others = [name for layer in (Layer.TRUSTED, Layer.REFINED) for name in small.manifest(layer).tables]
    others.remove("rejeitados")
    assert [small.table(name) for name in others] == [made.table(name) for name in others]
    assert {**small.manifest(Layer.TRUSTED).accounting, "box_office": ACCOUNT} == made.manifest(
        Layer.TRUSTED
    ).accounting


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.timeout(300)
def test_spark_makes_the_same_rows(made: SmallLake, tmp_path: Path, spark: None) -> None:
    small = SmallLake(tmp_path, SparkEngine(SparkSettings("local[2]", "1GB")))
    small.lake = Lake(FolderStorage(small.folder), Schema((box_office.SOURCE,)))
    ingest_files(small.lake, box_office.SOURCE, [written(tmp_path, *LINES)], IngestRequest())

    small.transform(Layer.TRUSTED)

    assert small.table("bilheteria") == made.table("bilheteria")
    assert small.table("rejeitados") == [row for row in made.table("rejeitados") if row["origem"].endswith(".txt")]
    assert small.manifest(Layer.TRUSTED).accounting == {"box_office": ACCOUNT}


def test_a_command_of_its_own_stores_its_files(run: Run) -> None:
    path = written(Path.cwd(), *LINES)

    ended = run("ingest", "box-office", path, "--date", "2026-01-02", "--json")

    [file] = ended.document["files"]
    assert (ended.code, file["table"], file["status"], file["rows"]) == (0, "box_office", "stored", 8)
    assert file["key"] == "Raw/Local/BoxOffice/2026/01/02/box_office.txt"
    assert (Path.cwd() / "lake" / file["key"]).read_bytes() == path.read_bytes()


def test_its_command_is_listed_with_its_sentence(run: Run) -> None:
    assert box_office.SOURCE.about in run("ingest", "--help").out


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        ("title:week:gross:cinemas", "weeks.txt:1: none of ;, |, comma, tab in the header"),
        ("title;week;gross", "weeks.txt:1: expected 4 columns, found 3 (missing: cinemas)"),
        ("title;week;gross;cinemas;more", "weeks.txt:1: expected 4 columns, found 5 (unknown: more)"),
    ],
)
def test_a_file_with_another_header_is_refused(run: Run, header: str, complaint: str) -> None:
    Path("weeks.txt").write_text(f"{header}\n{LINES[0]}\n", encoding="utf-8")

    assert complaint in run("ingest", "box-office", "weeks.txt").error


@pytest.mark.slow
def test_an_evolving_contract_keeps_a_new_column_in_raw(run: Run) -> None:
    Path("filmes-lake.toml").write_text('[contracts]\nbox_office = "evolve"\n', encoding="utf-8")
    Path("weeks.txt").write_text("week;title;more;gross;cinemas\n202601;tt0000001;x;5;6\n", encoding="utf-8")
    assert run("ingest", "box-office", "weeks.txt").code == 0

    assert run("transform", "trusted").code == 0
    assert run("query", "SELECT * FROM bilheteria", "--json").document["rows"] == [
        {"id_titulo": "tt0000001", "semana": 202601, "receita": 5, "salas": 6}
    ]


def test_status_shows_its_input_and_its_law(lake: Path, run: Run) -> None:
    document = run("status", "--json").document

    assert [source["name"] for source in document["inputs"]][-1] == "box_office"
    assert document["accounting"]["box_office"] == ACCOUNT
    law = "box_office: 8 lines = 4 kept + 1 superseded + 3 rejected; 1 invalid salas"
    assert law in run("status").out.splitlines()


def test_explain_shows_its_lines_and_its_rows(lake: Path, run: Run) -> None:
    [found] = run("explain", FILM, "--json").document["explanations"]

    [sighting] = found["raw"]["box-office"]
    assert sighting["lines"] == [2, 3, 4, 7]
    assert sighting["values"]["week"] == ["202601", "202602"]
    assert [row["semana"] for row in found["trusted"]["rows"]["bilheteria"]] == [202601, 202602]
    assert [row["motivo"] for row in found["trusted"]["rows"]["rejeitados"]] == ["numero_de_colunas"]
    assert "box_office.txt: lines 2-4, 7" in run("explain", FILM).out


def test_explain_shows_a_title_that_it_alone_knows(lake: Path, run: Run) -> None:
    [found] = run("explain", UNKNOWN, "--json").document["explanations"]

    assert (found["fate"], found["kind"]) == ("not_in_csv", None)
    assert [sighting["lines"] for sighting in found["raw"]["box-office"]] == [[6]]
    assert [row["receita"] for row in found["trusted"]["rows"]["bilheteria"]] == [7]


@pytest.mark.slow
def test_run_takes_the_file_that_the_settings_name_and_only_where_it_changed(lake: Path, run: Run) -> None:
    path = written(Path.cwd(), f"{FILM};202601;1;1")
    Path("filmes-lake.toml").write_text(f'[sources]\nbox_office = "{path.name}"\n', encoding="utf-8")

    first, second = (run("run", "--json").document["steps"] for _ in range(2))

    states = [[(step["step"], step["state"]) for step in steps] for steps in (first, second)]
    assert ("ingest box-office", "done") in states[0]
    assert ("transform all", "done") in states[0]
    assert ("ingest box-office", "up_to_date") in states[1]
    assert ("transform all", "up_to_date") in states[1]
    assert run("query", "SELECT receita FROM bilheteria", "--json").document["rows"] == [{"receita": 1}]


@pytest.mark.slow
def test_purge_leaves_it_alone(lake: Path, run: Run) -> None:
    before = run("query", "SELECT * FROM bilheteria", "--json").document["rows"]

    purged = run("purge", "--older-than", "0", "--yes", "--json").document["answers"]
    assert {name for name, answers in purged.items() if answers} == {"movies"}
    assert run("query", "SELECT * FROM bilheteria", "--json").document["rows"] == before


def test_the_settings_file_and_the_catalog_know_it(lake: Path, run: Run) -> None:
    assert run("catalog", "register").code == 0
    assert run("init").code == 0
    assert '# box_office = "weeks.txt"' in Path("filmes-lake.toml").read_text(encoding="utf-8")
    tables = [table["name"] for table in run("catalog", "list", "--json").document["tables"]]
    assert "bilheteria" in tables


@pytest.mark.slow
def test_its_generated_statements_are_up_to_date() -> None:
    own = [(path, text) for path, text in statement_files(registry.schema()) if HERE in path.parents]

    assert len(own) == 7
    assert [path for path, text in own if path.read_text(encoding="utf-8") != text] == []


def test_its_statements_keep_the_rules_of_all() -> None:
    assert list(violations(HERE / "sql")) == []

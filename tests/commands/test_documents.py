"""Every command with `--json` and without: the JSON shapes, and that data and talk go to their own streams."""

import re
from pathlib import Path

import pytest

from tests.fakes.exports import LISTS
from tests.fakes.imdb_files import IMDB_SET
from tests.in_process import Here
from tests.program import SAMPLE
from tests.shapes import SNAPSHOTS, check_shape
from tests.shares import slow_but
from tests.tree import Words, commands

pytest_plugins = ("tests.in_process", "tests.running")

COMMANDS: dict[str, tuple[str, ...]] = {
    "demo": ("demo",),
    "init": ("init",),
    "run": ("run",),
    "run-plan": ("run", "--plan"),
    "ingest-csv": ("ingest", "csv", str(SAMPLE / "movies.csv"), str(SAMPLE / "series.csv")),
    "ingest-tmdb": ("ingest", "tmdb", "--kind", "series", "--from", str(SAMPLE / "tmdb_series.jsonl")),
    "ingest-imdb": ("ingest", "imdb", str(IMDB_SET)),
    "ingest-tmdb-exports": ("ingest", "tmdb-exports", str(LISTS / "movie_ids_11_20_2026.json")),
    "transform": ("transform", "refined", "--force"),
    "transform-plan": ("transform", "all", "--plan", "--force"),
    "transform-sql": ("transform", "all", "--print-sql"),
    "catalog-register": ("catalog", "register"),
    "catalog-list": ("catalog", "list"),
    "catalog-export": ("catalog", "export", "films.duckdb", "--force"),
    "report-list": ("report", "list"),
    "report-roi": ("report", "roi", "--top", "3"),
    "report-kpis": ("report", "kpis"),
    "report-roi-by-decade": ("report", "roi-by-decade", "--set", "min_films=1000"),
    "report-roi-by-month": ("report", "roi-by-month"),
    "report-roi-by-genre": ("report", "roi-by-genre"),
    "report-rating-vs-roi": ("report", "rating-vs-roi", "--set", "top=3"),
    "report-budget-vs-revenue": ("report", "budget-vs-revenue", "--top", "3"),
    "report-yearly": ("report", "yearly"),
    "report-artists": ("report", "artists", "--set", "min_films=2"),
    "report-directors": ("report", "directors"),
    "report-series": ("report", "series"),
    "report-trends": ("report", "trends"),
    "report-output": ("report", "roi", "--output", "roi.csv"),
    "report-as-of": ("report", "kpis", "--as-of", "9999-12-31"),
    "dashboard-build": ("dashboard", "build"),
    "explain": ("explain", "tt0017136"),
    "query": ("query", "SELECT id_titulo, obtido_em, orcamento FROM tmdb_filmes ORDER BY id_titulo LIMIT 3"),
    "status": ("status",),
    "runs": ("runs",),
    "doctor": ("doctor", "--offline"),
    "versions": ("versions",),
    "rollback": ("rollback",),
}


# Which texts other tests look at too: those of reports, which one code writes, and of what makes tables.
ELSEWHERE = ("demo", "run", "transform", *(name for name in COMMANDS if name.startswith("report-")))
QUICK_TEXTS = ["report-roi", *(name for name in COMMANDS if name not in ELSEWHERE)]


def ready(name: str, here: Here) -> tuple[str, ...]:
    """The words of a command, on a lake on which it succeeds."""
    if name == "rollback":  # needs a version to go back to
        assert here.run("transform", "refined", "--force", "--lake", "lake").code == 0
    return (*COMMANDS[name], "--lake", "lake")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_writes_one_json_document_of_a_known_shape(name: str, here: Here, demo_copy: Path) -> None:
    ended = here.run(*ready(name, here), "--json")

    assert (ended.code, ended.err) == (0, "")
    check_shape(name, ended.document)


@pytest.mark.parametrize("name", slow_but(QUICK_TEXTS, COMMANDS))
def test_a_command_writes_text_for_people(name: str, here: Here, demo_copy: Path) -> None:
    ended = here.run(*ready(name, here))

    assert ended.code == 0, ended
    assert ended.out.strip()
    assert not ended.out.lstrip().startswith("{")
    assert "\x1b" not in ended.out + ended.err


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_a_snapshot_of_its_document(words: Words) -> None:
    name = "-".join(words)
    names = [path.stem for path in SNAPSHOTS.iterdir()]
    assert [found for found in names if found == name or found.startswith(f"{name}-")], (
        f"`{' '.join(words)} --json` has no snapshot: run it in a test and check_shape({name!r}, ...)"
    )


def test_every_snapshot_is_compared_in_a_test() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in SNAPSHOTS.parent.rglob("test_*.py"))
    assert not [path.name for path in SNAPSHOTS.iterdir() if f'"{path.stem}"' not in texts]


@pytest.mark.slow
def test_changes_are_a_document_of_a_known_shape_and_a_text_that_names_films(here: Here, demo_copy: Path) -> None:
    records = (SAMPLE / "tmdb_movies.jsonl").read_text(encoding="utf-8")
    record = next(line for line in records.splitlines() if "tt0133093" in line)
    revised = re.sub(r'"revenue": *[0-9]+', '"revenue": 999000000', record)
    (here.folder / "revised.jsonl").write_text(revised + "\n", encoding="utf-8")
    assert here.run("ingest", "tmdb", "--kind", "movies", "--from", "revised.jsonl").code == 0
    assert here.run("transform", "all").code == 0
    kept = here.run("versions", "--json").document["versions"]
    new, old = (version["version"] for version in kept if version["layer"] == "refined")

    check_shape("diff", here.run("diff", old, new, "--json").document)
    text = here.run("diff", old, new).out
    assert "1 film revised" in text
    assert "revised: The Matrix (1999), tt0133093; receita US$ 463.5M -> US$ 999.0M" in text


def test_several_titles_of_a_name_are_listed_and_the_exit_code_asks_for_a_choice(here: Here, demo: Path) -> None:
    text, as_json = (here.run("explain", "godfather", "--lake", demo, *flags) for flags in ((), ("--json",)))

    assert (text.code, as_json.code) == (2, 2)
    assert "tt0068646" in text.out
    check_shape("explain-matches", as_json.document)


def test_the_text_says_which_lines_a_title_came_from_and_where_it_stops(here: Here, demo: Path) -> None:
    text = here.run("explain", "tt0017136", "--lake", demo).out

    assert "implausible: an amount is implausible" in text
    assert "movies.csv: lines 2-3" in text


def test_an_error_is_a_document_of_a_known_shape(here: Here) -> None:
    ended = here.run("status", "--json")
    assert (ended.code, ended.err) == (1, "")
    check_shape("error", ended.document)


def test_lines_that_are_no_records_are_partly_done_and_listed(here: Here) -> None:
    records = (SAMPLE / "tmdb_movies.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    source = here.folder / "saved.jsonl"
    source.write_text("".join([records[0], "no JSON\n", records[1], '{"status_code": 34}\n']), encoding="utf-8")
    ended = here.run("ingest", "tmdb", "--kind", "movies", "--from", source, "--json")
    assert (ended.code, ended.err) == (4, "")
    check_shape("ingest-tmdb-partly", ended.document)
    assert [line["line"] for line in ended.document["not_records"]] == [2, 4]
    assert ended.document["stored"] == 2


def test_lines_that_are_no_records_are_reported_with_file_and_line(here: Here) -> None:
    records = (SAMPLE / "tmdb_movies.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (here.folder / "saved.jsonl").write_text(f"{records[0]}no JSON\n", encoding="utf-8")
    ended = here.run("ingest", "tmdb", "--kind", "movies", "--from", "saved.jsonl")
    assert ended.code == 4
    assert "saved.jsonl:2: " in ended.err
    assert "movies records: 1 stored" in ended.out


def test_a_report_says_what_it_counted(here: Here, demo: Path) -> None:
    document = here.run("report", "roi", "--top", "2", "--lake", demo, "--json").document
    assert document["report"] == "roi"
    assert document["parameters"]["top"] == 2
    assert len(document["rows"]) == 2
    first, *steps = document["funnel"]
    left = first["left"]
    for step in steps:
        left -= step["removed"]
        assert step["left"] == left


def test_a_report_has_full_precision_in_json_and_units_in_text(here: Here, demo: Path) -> None:
    row = here.run("report", "roi", "--top", "2", "--lake", demo, "--json").document["rows"][1]
    assert row["roi"] == (row["receita"] - row["orcamento"]) / row["orcamento"]
    text = here.run("report", "roi", "--top", "2", "--lake", demo).out
    assert f"{row['roi']:.2f}" in text
    assert "US$ " in text


def test_top_is_the_parameter_top(here: Here, demo: Path) -> None:
    short = here.run("report", "roi", "--top", "3", "--lake", demo, "--json").document
    long = here.run("report", "roi", "--set", "top=3", "--lake", demo, "--json").document
    assert short == long


def test_json_works_before_the_arguments_too(here: Here, demo: Path) -> None:
    before = here.run("report", "--json", "--lake", demo, "roi").document
    after = here.run("report", "roi", "--lake", demo, "--json").document
    assert before == after


def test_a_transform_says_what_it_did_and_then_that_there_is_nothing_to_do(here: Here, demo_copy: Path) -> None:
    forced = here.run("transform", "all", "--force", "--lake", "lake", "--json").document
    again = here.run("transform", "all", "--lake", "lake", "--json").document
    assert {table["status"] for table in forced["tables"]} == {"published"}
    assert {table["status"] for table in again["tables"]} == {"unchanged"}
    assert forced["engine"] == "duckdb"
    assert forced["accounting"] == again["accounting"]


def test_an_unchanged_csv_says_so(here: Here, demo_copy: Path) -> None:
    (file,) = here.run("ingest", "csv", SAMPLE / "movies.csv", "--lake", "lake", "--json").document["files"]
    assert file["status"] == "unchanged"
    assert "unchanged: " in here.run("ingest", "csv", SAMPLE / "movies.csv", "--lake", "lake").out


def test_a_csv_is_filed_under_the_day_given(here: Here) -> None:
    ended = here.run("ingest", "csv", SAMPLE / "movies.csv", "--date", "2024-02-29", "--json")
    assert ended.document["files"][0]["key"] == "Raw/Local/CSV/Movies/2024/02/29/movies.csv"
    assert (here.folder / "lake/Raw/Local/CSV/Movies/2024/02/29/movies.csv").is_file()


@pytest.mark.parametrize("flag", ["--plan", "--print-sql"])
def test_a_dry_run_writes_nothing(flag: str, here: Here, demo_copy: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in demo_copy.rglob("*")}
    assert here.run("transform", "all", "--force", flag, "--lake", "lake").code == 0
    assert {path: path.stat().st_mtime_ns for path in demo_copy.rglob("*")} == before


def test_status_reconciles_every_line(here: Here, demo: Path) -> None:
    accounting = here.run("status", "--lake", demo, "--json").document["accounting"]
    movies = accounting["movies"]
    parts = ("kept", "without_artist", "duplicates", "rejected")
    lines = (SAMPLE / "movies.csv").read_text(encoding="utf-8").count("\n") - 1
    assert movies["lines"] == sum(movies[part] for part in parts) == lines


def test_a_rollback_makes_the_version_before_current(here: Here, demo_copy: Path) -> None:
    def current() -> str:
        versions = here.run("versions", "--lake", "lake", "--json").document["versions"]
        return str(next(v["version"] for v in versions if v["layer"] == "refined" and v["current"]))

    before = current()
    here.run("transform", "refined", "--force", "--lake", "lake")
    assert current() != before
    assert here.run("rollback", "--lake", "lake", "--json").document["current"]["refined"] == before
    assert current() == before


def test_the_catalog_file_opens_in_duckdb(here: Here, demo_copy: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    document = here.run("catalog", "register", "--lake", "lake", "--json").document
    with duckdb.connect(document["catalog"], read_only=True) as connection:
        for table in document["tables"]:
            assert connection.execute(f"SELECT COUNT(*) FROM {table['name']}").fetchone()


def test_quiet_keeps_the_result_and_drops_the_talk(here: Here, demo_copy: Path) -> None:
    loud, quiet = (here.run(*flags, "catalog", "register", "--lake", "lake") for flags in ((), ("-q",)))
    assert loud.err
    assert quiet.err == ""
    assert quiet.out == loud.out


def test_the_demo_again_finds_everything_up_to_date(here: Here, demo_copy: Path) -> None:
    again = here.run("demo", "--lake", "lake", "--json")
    assert again.code == 0
    outcomes = [run["outcome"] for run in here.run("runs", "--lake", "lake", "--json").document["runs"][:5]]
    assert outcomes.count("unchanged") == 4  # two CSVs in one run, two kinds of records, one transform

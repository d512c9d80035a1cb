"""Hostile text through every command at a terminal: nothing of it moves, colours or renames that, and nothing hides.

What may come there: letters, the ends of lines, our own colours, and while a work goes on Rich's moves of the cursor
(hide it, show it, a line up, wipe a line), which draw the moving line and the bars.
"""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
import typer.main

from filmes_lake.cli import app_with
from filmes_lake.commands import completion
from filmes_lake.lake import layout
from filmes_lake.runtime import Runtime
from tests.fakes.csv_files import csv, line
from tests.fakes.tmdb_lines import film, lines
from tests.in_process import Here
from tests.program import Program
from tests.shares import slow_but
from tests.terminal import at_terminal
from tests.tree import Words, commands

pytest_plugins = ("tests.in_process", "tests.running")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither such terminals nor such names")

COLOUR = "\x1b[38;5;213m"
HOSTILE = f"\x1b]0;owned\x07{COLOUR}\x9b1m\x9d0;owned\x9c\x7f\x08\u202egnp.\u2066x\u200b\u2028[red]Bad[link=x]:smile:"
# No letter of a CSV's line, and none that TMDB's answers could not hold.
BROKEN = f"{HOSTILE}\r\n\t\0{COLOUR}"
NAME = f"{HOSTILE}\n\udcff"
SHOWN = r"\x1b]0;owned"  # what a narrow column has of it

_CURSOR = re.compile(r"\x1b\[\?25[lh]|\x1b\[2K|\x1b\[1A|\r")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def check_harmless(shown: str) -> None:
    """Only what may come to a terminal has come."""
    assert COLOUR not in shown
    assert "owned\x07" not in shown
    assert not _UNSEEN.search(_COLOURS.sub("", _CURSOR.sub("", shown))), shown


@dataclass(frozen=True)
class House:
    """A folder of hostile names: a lake, the files that came into it, and a report."""

    program: Program

    lake = f"lake {HOSTILE}\n"  # a lake's name is Unicode
    movies = f"movies {NAME}.csv"
    records = f"records {NAME}.jsonl"

    def at_terminal(self, *words: str, typed: str = "") -> tuple[int, str]:
        sources = {"FILMES_LAKE_SOURCES_MOVIES": self.movies.replace("\udcff", ""), "AWS_EC2_METADATA_DISABLED": "true"}
        return at_terminal(self.program, typed, *words, **sources)

    def prepare(self) -> None:
        name = {"title": HOSTILE, "kind": None}
        titles = [line(1, title=HOSTILE), line(2, title=HOSTILE).replace("Ana Lima", HOSTILE).replace("Drama", HOSTILE)]
        data = csv(*titles, line(3), f"{HOSTILE}|x", line(4).replace("1999", HOSTILE))
        folder = self.program.folder
        for path in (self.movies, self.movies.replace("\udcff", "")):
            (folder / path).write_bytes(data)
        amounts = {
            "budget": 1_000_000,
            "revenue": 5_000_000,
            "release_date": "1999-05-01",
            "original_language": HOSTILE,
        }
        answers = [film(number, **{**amounts, "title": BROKEN, "tagline": BROKEN}) for number in (1, 2, 3)]
        refused = {"status_code": 34, "status_message": BROKEN}
        (folder / self.records).write_bytes(lines(*answers, refused, name, HOSTILE))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, compiled_once: None) -> House:
    """The house with a lake whose tables are made; what was shown on the way was harmless."""
    house = House(Program(tmp_path_factory.mktemp("house")))
    house.prepare()
    for words in (
        ("ingest", "csv", house.movies, "--lake", house.lake),
        ("ingest", "tmdb", "--kind", "movies", "--from", house.records, "--lake", house.lake),
        ("-v", "transform", "all", "--lake", house.lake),
    ):
        code, shown = house.at_terminal(*words)
        assert code in (0, 4), shown
        check_harmless(shown)
    return house


LAKE = "LAKE"
REPORT = ("report", "roi", "--set", "min_votes=0", "--set", "include_suspect=true")
AT_A_TERMINAL: dict[Words, list[tuple[str, ...]]] = {
    ("demo",): [("demo", "--lake", NAME)],
    ("init",): [
        ("init", "--force", "--movies", f"{HOSTILE}.csv", "--lake", HOSTILE),
        ("init", "--lake", NAME, "--movies", NAME),
    ],
    ("run",): [("run", "--lake", LAKE), ("run", "--plan", "--lake", LAKE), ("run", "--lake", f"s3://{NAME}/x")],
    ("ingest", "csv"): [
        ("ingest", "csv", "MOVIES", "--lake", LAKE),
        ("ingest", "csv", NAME),
        ("ingest", "csv", "RECORDS", "--lake", LAKE),
        ("ingest", "csv", "MOVIES", "--date", HOSTILE),
    ],
    ("ingest", "tmdb"): [
        ("ingest", "tmdb", "--kind", "movies", "--from", "RECORDS", "--lake", LAKE),
        ("ingest", "tmdb", "--kind", "movies", "--from", "MOVIES", "--lake", LAKE),
        ("ingest", "tmdb", "--dry-run", "--genre", HOSTILE, "--lake", LAKE),
        ("ingest", "tmdb", "--kind", HOSTILE),
    ],
    ("ingest", "imdb"): [("ingest", "imdb", HOSTILE, "--lake", LAKE), ("ingest", "imdb", "MOVIES", "--lake", LAKE)],
    ("ingest", "tmdb-exports"): [
        ("ingest", "tmdb-exports", HOSTILE, "--lake", LAKE),
        ("ingest", "tmdb-exports", f"https://{HOSTILE}"),
    ],
    ("transform",): [
        ("-vv", "transform", "all", "--force", "--lake", LAKE),
        ("transform", "all", "--plan", "--lake", LAKE),
        ("transform", "all", "--print-sql", "--lake", LAKE),
        ("-vv", "transform", HOSTILE),
    ],
    ("catalog", "register"): [("catalog", "register", "--lake", LAKE)],
    ("catalog", "list"): [("catalog", "list", "--lake", LAKE)],
    ("catalog", "export"): [
        ("catalog", "export", f"{NAME}.duckdb", "--lake", LAKE),
        ("catalog", "export", f"{NAME}.duckdb", "--lake", LAKE),
    ],
    ("catalog", "ddl"): [("catalog", "ddl", HOSTILE, "--lake", LAKE)],
    ("catalog", "diff"): [("catalog", "diff", "--lake", LAKE)],
    ("catalog", "queries", "list"): [("catalog", "queries", "list", "--lake", LAKE)],
    ("catalog", "queries", "push"): [("catalog", "queries", "push", "--lake", LAKE)],
    ("report",): [
        (*REPORT, "--lake", LAKE),
        (*REPORT, "--set", f"genre={HOSTILE}", "--lake", LAKE),
        (*REPORT, "--output", f"{NAME}.md", "--lake", LAKE),
        ("report", "artists", "--set", "min_films=1", "--set", "min_votes=0", "--lake", LAKE),
        ("report", "roi-by-genre", "--set", "min_votes=0", "--lake", LAKE),
        ("report", "roi", "--output", NAME),
        ("report", "roi", "--set", HOSTILE),
        ("report", HOSTILE),
        ("report", HOSTILE, "--help"),
    ],
    ("dashboard", "build"): [
        ("dashboard", "build", "--output", f"{NAME}.html", "--lake", LAKE),
        ("dashboard", "build", "--output", NAME, "--lake", LAKE),
        ("dashboard", "build", "--lang", HOSTILE, "--lake", LAKE),
        ("dashboard", "build", "--set", f"genre={HOSTILE}", "--lake", LAKE),
        ("dashboard", "build", "--set", HOSTILE, "--lake", LAKE),
    ],
    ("dashboard", "publish"): [
        ("dashboard", "publish", "--plan", "--lake", LAKE),
        ("dashboard", "publish", "--user", HOSTILE, "--lake", LAKE),
        ("dashboard", "publish", "--lang", HOSTILE),
    ],
    ("dashboard", "unpublish"): [
        ("dashboard", "unpublish", "--lake", LAKE),
        ("dashboard", "unpublish", "--lake", HOSTILE),
    ],
    ("query",): [
        ("query", "SELECT * FROM titulos", "--lake", LAKE),
        ("query", "SELECT titulo, * FROM tmdb_filmes", "--lake", LAKE),
        ("query", "SELECT conteudo FROM rejeitados", "--lake", LAKE),
        ("query", f'SELECT 1 AS "{BROKEN}"'.replace("\0", ""), "--lake", LAKE),
        ("query", f"SELECT {HOSTILE}", "--lake", LAKE),
    ],
    ("status",): [("status", "--lake", LAKE), ("status", "--lake", NAME)],
    ("explain",): [
        ("explain", "tt0000001", "--lake", LAKE),
        ("explain", "tt0000002", "--lake", LAKE),
        ("explain", "owned", "--lake", LAKE),
        ("explain", HOSTILE, "--lake", LAKE),
        ("explain", f"{HOSTILE} no", "--lake", LAKE),
    ],
    ("runs",): [("runs", "--lake", LAKE), ("runs", "RUN", "--lake", LAKE), ("runs", HOSTILE, "--lake", LAKE)],
    ("versions",): [("versions", "--lake", LAKE)],
    ("diff",): [("diff", HOSTILE, BROKEN.replace("\0", ""), "--lake", LAKE)],
    ("rollback",): [("rollback", HOSTILE, "--lake", LAKE)],
    ("purge",): [
        ("purge", "--older-than", "0", "--lake", LAKE),
        ("purge", "--older-than", HOSTILE, "--lake", LAKE),
        ("purge", "--source", HOSTILE, "--lake", LAKE),
    ],
    ("doctor",): [("doctor", "--offline", "--lake", LAKE)],
    ("jobs", "package"): [("jobs", "package", "--output", "MOVIES")],
    ("jobs", "run"): [("jobs", "run", "--package", HOSTILE, "--lake", LAKE)],
    ("deploy", "package"): [("deploy", "package", "--arch", HOSTILE), ("deploy", "package", "--output", "MOVIES")],
    ("deploy", "plan"): [("deploy", "plan", "--stack", HOSTILE), ("deploy", "plan", "--region", HOSTILE)],
    ("deploy", "apply"): [("deploy", "apply", "--stack", HOSTILE)],
    ("deploy", "status"): [("deploy", "status", "--stack", HOSTILE)],
    ("deploy", "logs"): [("deploy", "logs", "--stack", HOSTILE)],
    ("deploy", "token"): [("deploy", "token", "--stack", HOSTILE)],
    ("deploy", "destroy"): [("deploy", "destroy", "--stack", HOSTILE)],
    ("deploy", "check"): [("deploy", "check", "--stack", HOSTILE)],
    ("deploy", "template"): [("deploy", "template", HOSTILE)],
    ("jobs", "submit"): [("jobs", "submit", "--role", HOSTILE, "--lake", LAKE)],
    ("jobs", "status"): [("jobs", "status", "--limit", HOSTILE)],
    ("jobs", "logs"): [("jobs", "logs", HOSTILE)],
    ("jobs", "stop"): [("jobs", "stop", HOSTILE)],
}
# The one that shows most of what others wrote.
QUICK: list[Words] = [("report",)]


def test_every_command_is_shown_hostile_text() -> None:
    assert set(AT_A_TERMINAL) == set(commands())


@pytest.mark.parametrize("command", slow_but(QUICK, AT_A_TERMINAL), ids=" ".join)
def test_no_command_lets_hostile_text_move_a_terminal(house: House, command: Words) -> None:
    run = next((house.program.folder / house.lake / "_ops/runs").iterdir()).stem
    places = {LAKE: house.lake, "MOVIES": house.movies, "RECORDS": house.records, "RUN": run}
    for words in AT_A_TERMINAL[command]:
        code, shown = house.at_terminal(*(places.get(word, word) for word in words), typed="\n")
        assert code in (0, 1, 2, 4, 5), shown
        assert "unexpected" not in shown, shown
        assert shown.strip()
        check_harmless(shown)


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "tt0000001"),
        ("explain", "tt0000001", "--json"),
        (*REPORT,),
        ("query", "SELECT titulo_principal FROM titulos"),
    ],
    ids=" ".join,
)
def test_a_hostile_title_is_shown_in_the_open(house: House, words: tuple[str, ...]) -> None:
    _, shown = house.at_terminal(*words, "--lake", house.lake)

    assert ("\\u001b]0;owned\\u0007" if "--json" in words else SHOWN) in shown


def test_json_at_a_terminal_has_every_letter(house: House) -> None:
    sql = "SELECT titulo FROM tmdb_filmes WHERE id_titulo = 'tt0000001'"
    _, shown = house.at_terminal("query", sql, "--lake", house.lake, "--json")

    check_harmless(shown)
    assert json.loads(shown)["rows"] == [{"titulo": BROKEN.strip("\0")}]


def test_a_page_of_markdown_and_what_a_pipe_gets_are_as_harmless(house: House) -> None:
    page = house.program.folder / "page.md"
    assert house.at_terminal(*REPORT, "--output", page.name, "--lake", house.lake)[0] == 0
    piped = house.program.run(*REPORT, "--lake", house.lake)

    for text in (page.read_text(encoding="utf-8"), piped.out):
        check_harmless(text)
        assert "owned" in text


@pytest.mark.parametrize("command", AT_A_TERMINAL, ids=" ".join)
def test_wrong_words_are_named_and_move_nothing(here: Here, command: Words) -> None:
    for words in ((f"--{HOSTILE}",), (HOSTILE, HOSTILE, HOSTILE, HOSTILE), ("--lake", HOSTILE, f"-{NAME}")):
        ended = here.run(*command, *words, AWS_EC2_METADATA_DISABLED="true")
        check_harmless(ended.out + ended.err)
        if ended.code:
            assert ended.error


def test_a_shell_is_offered_nothing_that_it_would_obey(tmp_path: Path) -> None:
    lake = Runtime.from_flags(lake=str(tmp_path)).lake
    with lake.run("status") as run:
        pass
    hostile = tmp_path / layout.run(f"{run.id}{HOSTILE}")
    record = json.loads((tmp_path / layout.run(run.id)).read_bytes())
    hostile.write_text(json.dumps({**record, "run_id": f"{run.id}{HOSTILE}"}))
    context = typer.Context(typer.main.get_command(app_with()))
    context.params = {"lake": str(tmp_path)}

    assert len(lake.ledger.runs(9)) == 2
    assert completion.run_ids(context, "") == [run.id]

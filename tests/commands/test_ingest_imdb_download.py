"""`ingest imdb --download`: IMDb's files over a port into a lake, and what reports make of what only they say."""

import os
import pty
import shlex
import subprocess
import sys
from collections.abc import Iterator

import pytest

from filmes_lake.ingest.imdb.description import AKAS, BASICS, CREW, NAMES, PRINCIPALS, RATINGS
from filmes_lake.ingest.imdb.ingest import ingest_set
from filmes_lake.models.attribution import IMDB
from filmes_lake.reports.definitions import NAMES_MATCHED
from tests.docs.pages import README, blocks, twin
from tests.fakes.imdb_files import basics, person, principal, write_set
from tests.fakes.imdb_server import FakeImdb, html
from tests.fakes.tmdb_server import FakeTmdb, movie
from tests.in_process import Here
from tests.program import Program
from tests.reports.comparison import report
from tests.transform.lakes import NULL, SmallLake, film_answer

pytest_plugins = ("tests.in_process", "tests.running")
DOWNLOAD = ("ingest", "imdb", "--download")
BLUE, RED, GREEN = FILMS = ("tt0000001", "tt0000002", "tt0000003")
ACTRESS, NAMESAKE, NAMELESS = "nm0000001", "nm0000002", "nm0000003"
SET = {
    BASICS: [basics(BLUE, name="Blue Harbour"), basics(RED, name="Red Harbour"), basics(GREEN, name='"Green Harbour')],
    RATINGS: [f"{BLUE}\t7.1\t20000", f"{RED}\t6.1\t3000", f"{GREEN}\t5.0\t1500"],
    PRINCIPALS: [
        principal(BLUE, 1, ACTRESS, "actress"),
        principal(BLUE, 2, NAMESAKE, "director"),
        principal(RED, 1, ACTRESS, "actress"),
        principal(RED, 2, ACTRESS, "director"),
        principal(GREEN, 1, NAMELESS),
    ],
    NAMES: [person(ACTRESS, "Ana Lima"), person(NAMESAKE, "Ana Lima", born=NULL)],
    CREW: [f"{BLUE}\t{NAMESAKE}\t{NULL}", f"{RED}\t{ACTRESS}\t{NULL}"],
    AKAS: [
        f"{BLUE}\t1\tPorto Azul\tBR\t{NULL}\timdbDisplay\t{NULL}\t0",
        f"{BLUE}\t2\tPort bleu\tFR\t{NULL}\timdbDisplay\t{NULL}\t0",
    ],
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeImdb]:
    written = write_set(tmp_path_factory.mktemp("published"), SET)
    with FakeImdb({path.name: path.read_bytes() for path in written.iterdir()}) as server:
        yield server


@pytest.mark.parametrize("how", [("--json",), (), ("-q",)])
def test_terms_that_nobody_accepts_are_wrong_usage(here: Here, server: FakeImdb, how: tuple[str, ...]) -> None:
    server.asked.clear()
    ended = here.run(
        *(how if how == ("-q",) else ()), *DOWNLOAD, *(how if how != ("-q",) else ()), **server.environment
    )

    assert ended.code == 2
    assert "add --accept-terms" in ended.out + ended.err
    assert server.asked == []
    assert not (here.folder / "imdb").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "add --download to fetch them"),
        (("--download", "imdb"), "--to names the folder"),
        (("imdb", "--to", "there"), "add --download"),
        (("imdb", "--accept-terms"), "add --download"),
    ],
)
def test_flags_that_do_nothing_are_wrong_usage(here: Here, words: tuple[str, ...], said: str) -> None:
    ended = here.run("ingest", "imdb", *words)

    assert (ended.code, said in ended.err) == (2, True)


def test_files_are_fetched_once_and_then_unchanged(here: Here, server: FakeImdb) -> None:
    server.asked.clear()
    first = here.run(*DOWNLOAD, "--accept-terms", "--to", "there", **server.environment)
    second = here.run(*DOWNLOAD, "--to", "there", FILMES_LAKE_IMDB_TERMS="accepted", **server.environment)

    assert (first.code, second.code) == (0, 0)
    assert "accepted by --accept-terms: personal and non-commercial use only" in first.err
    assert "accepted by the setting imdb.terms" in second.err
    assert first.out.count("stored: ") == second.out.count("unchanged: ") == len(server.files)
    assert server.methods() == ["HEAD"] * 6 + ["GET"] * 6 + ["HEAD"] * 6


def test_only_the_datasets_of_the_settings_are_fetched(here: Here, server: FakeImdb) -> None:
    chosen = {"FILMES_LAKE_IMDB_DATASETS": "title.basics,title.ratings"}
    ended = here.run(*DOWNLOAD, "--accept-terms", **chosen, **server.environment)

    assert ended.code == 0
    there = sorted(path.name for path in (here.folder / "imdb").iterdir() if path.suffix == ".gz")
    assert there == ["title.basics.tsv.gz", "title.ratings.tsv.gz"]


@pytest.mark.parametrize(
    ("chosen", "complaint"),
    [
        ("title.ratings", "title.basics is lacking, which the others need (add title.basics)"),
        ("title.basics,title.ratings,name.basics", "title.principals is lacking"),
        ("title.basics,title.rating", "title.rating is not known (known are: title.basics,"),
    ],
)
def test_datasets_that_make_no_set_are_refused_before_any_is_fetched(
    here: Here, server: FakeImdb, chosen: str, complaint: str
) -> None:
    asked = server.methods()
    ended = here.run(*DOWNLOAD, "--accept-terms", FILMES_LAKE_IMDB_DATASETS=chosen, **server.environment)

    assert ended.code == 5
    assert complaint in ended.err
    assert server.methods() == asked


def test_a_page_in_place_of_a_file_is_one_line_and_no_lake(here: Here, server: FakeImdb) -> None:
    server.spoil(html)
    ended = here.run(*DOWNLOAD, "--accept-terms", **server.environment)

    assert ended.code == 1
    assert ended.err.splitlines()[-1].startswith(f"error: {server.url}/title.basics.tsv.gz: text/html in the place")
    assert not (here.folder / "lake" / "Raw").exists()


def four_commands(readme: str) -> list[list[str]]:
    """What the README says under "IMDb's files", as it is typed."""
    (block,) = blocks(readme, "filmes-lake ingest imdb --download")
    return [shlex.split(line, comments=True)[1:] for line in block.splitlines()]


def test_the_readmes_four_commands_lead_to_a_table_of_returns(here: Here, server: FakeImdb) -> None:
    commands = four_commands(README)
    assert len(commands) == 4
    assert four_commands(twin(README)) == commands

    with FakeTmdb() as tmdb:
        tmdb.movies = {title: movie(title) for title in FILMS}
        how = {**server.environment, **tmdb.environment, "FILMES_LAKE_IMDB_TERMS": "accepted"}
        ended = [here.run(*words, **how) for words in commands]

    assert [each.code for each in ended] == [0] * 4, ended
    assert all(title in ended[-1].out for title in FILMS)


@pytest.mark.parametrize(("answer", "code"), [(b"n\n", 1), (b"y\n", 0)])
@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")
def test_at_a_terminal_the_terms_are_shown_and_asked_for(
    program: Program, server: FakeImdb, answer: bytes, code: int
) -> None:
    primary, secondary = pty.openpty()
    environment = program.environment(**server.environment)
    command = [sys.executable, "-m", "filmes_lake", *DOWNLOAD]
    process = subprocess.Popen(
        command, cwd=program.folder, env=environment, stdin=secondary, stderr=secondary, stdout=subprocess.DEVNULL
    )
    os.close(secondary)
    shown = b""
    try:
        while b"[y/N]" not in shown:
            shown += os.read(primary, 4096)
        os.write(primary, answer)
        while block := os.read(primary, 4096):
            shown += block
    except OSError:  # the terminal's other end is closed
        pass
    assert process.wait(60) == code
    os.close(primary)
    assert IMDB.encode() in shown
    assert (program.folder / "imdb").exists() == (code == 0)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A lake of the set, with TMDB's answers about its films."""
    small = SmallLake(tmp_path_factory.mktemp("lake"))
    ingest_set(small.lake, [write_set(tmp_path_factory.mktemp("set"), SET)])
    revenues = zip(FILMS, (9_000_000, 3_000_000, 2_000_000), strict=True)
    small.answers(*(film_answer(film, revenue=revenue) for film, revenue in revenues))
    small.transform()
    return small


def test_titles_are_those_in_brazil_where_they_are_known(lake: SmallLake) -> None:
    shown, brazilian = (report(lake, "roi", given).rows for given in ({}, {"titles": "br"}))

    assert [row["titulo"] for row in shown] == ["Blue Harbour", "Red Harbour", '"Green Harbour']
    assert [row["titulo"] for row in brazilian] == ["Porto Azul", "Red Harbour", '"Green Harbour']


def test_namesakes_of_imdbs_are_two_directors(lake: SmallLake) -> None:
    found = report(lake, "directors", {"min_films": "1"}).rows

    assert [(row["nome_artista"], row["id_artista"], row["filmes"]) for row in found] == [
        ("Ana Lima", NAMESAKE, 1),
        ("Ana Lima", ACTRESS, 1),
    ]


def test_who_has_no_line_is_shown_by_the_id(lake: SmallLake) -> None:
    rows = report(lake, "artists", {"role": "actor", "min_films": "1"}).rows

    assert [row["nome_artista"] for row in rows] == [NAMELESS]


def test_no_name_was_matched_where_people_have_ids(lake: SmallLake) -> None:
    assert NAMES_MATCHED not in report(lake, "artists", {"min_films": "1"}).notes


def test_the_page_has_people_with_ids_and_without_names(here: Here, lake: SmallLake) -> None:
    ended = here.run("dashboard", "build", "--lake", str(lake.lake.storage.folder), "-o", "page.html")

    assert ended.code == 0
    assert IMDB in (here.folder / "page.html").read_text(encoding="utf-8")

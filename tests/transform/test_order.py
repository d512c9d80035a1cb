"""Rows ascend by their titles' numbers, in whatever order the lines came: that is looked at, and never believed."""

import hashlib
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.models.kinds import Layer
from tests.schema import model_of, place_of
from tests.transform.lakes import MEMORY, SmallLake, envelope, film_answer, movie_line, series_line

NUMBERS = (*range(9_999_990, 10_000_010), *range(99_999_990, 100_000_010))
Lines = Sequence[str]


def credited(number: int) -> Lines:
    """A few lines of a title: one twice, one that differs in the character, one in the person alone."""
    title = f"tt{number}"
    return [
        movie_line(title, nome_artista=f"Zoe {number % 7}"),
        movie_line(title, nome_artista="Ana Lima"),
        movie_line(title, nome_artista="Ana Lima", personagem="Somebody Else"),
        movie_line(title, nome_artista="Ana Lima"),
        movie_line(title, nome_artista="Ana Lima", profissoes="director"),
    ]


IN_ORDER = [line for number in NUMBERS for line in credited(number)]


def shuffled(lines: Lines) -> Lines:
    return random.Random(1).sample(lines, len(lines))


def last_out_of_place(lines: Lines) -> Lines:
    return [*lines[1:], lines[0]]


def alike_far_apart(lines: Lines) -> Lines:
    return [*lines[::2], *lines[1::2]]


def as_text(lines: Lines) -> Lines:
    return sorted(lines, key=lambda line: line.split("|")[0])


def among_rejected_lines(lines: Lines) -> Lines:
    return [text for line in lines for text in ("zz9|no title", line)]


def made(folder: Path, lines: Lines, *layers: Layer, threads: int = 2) -> SmallLake:
    small = SmallLake(folder, DuckDBEngine(memory=MEMORY, threads=threads))
    small.movies(*lines)
    small.series(*(series_line(f"tt{number}") for number in NUMBERS[:3]))
    small.answers(*(envelope(film_answer(f"tt{number}")) for number in NUMBERS[::3]))
    small.transform(*layers)
    return small


def tables(lake: SmallLake) -> list[str]:
    return [name for name in lake.manifest(Layer.TRUSTED).tables if name != "rejeitados"]


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    return made(tmp_path_factory.mktemp("in order") / "é [1] ano=2026", IN_ORDER)


@pytest.mark.parametrize("moved", [shuffled, last_out_of_place, alike_far_apart, as_text, among_rejected_lines])
def test_the_same_lines_in_another_order_are_the_same_rows(
    in_order: SmallLake, tmp_path: Path, moved: Callable[[Lines], Lines]
) -> None:
    lake = made(tmp_path, moved(IN_ORDER), Layer.TRUSTED)

    for name in tables(lake):
        rows, places = lake.table(name), [place_of(row, model_of(name)) for row in lake.table(name)]
        assert sorted(map(repr, rows)) == sorted(map(repr, in_order.table(name)))
        assert places == sorted(places)
    assert lake.reconciliation("movies")["duplicates"] == len(NUMBERS)


@pytest.mark.parametrize(
    ("below", "made_of_it"),
    [("titulos", ("dim_filme", "ponte_filme_genero")), ("creditos", ("ponte_filme_artista", "ponte_serie_artista"))],
)
def test_a_table_below_that_is_out_of_order_is_sorted(
    in_order: SmallLake, tmp_path: Path, below: str, made_of_it: Sequence[str]
) -> None:
    """As another program may have left it: nothing is lost by it."""
    lake = in_order.copied(tmp_path)
    turned_around(lake, below)
    lake.transform(Layer.REFINED, force=True)

    for name in made_of_it:
        assert lake.table(name) == in_order.table(name)


def test_who_did_the_same_twice_in_a_title_stands_once_in_its_bridge(in_order: SmallLake) -> None:
    assert len(in_order.table("creditos")) == 4 * len(NUMBERS) + 3
    assert len(in_order.table("ponte_filme_artista")) == 2 * len(NUMBERS)


def turned_around(lake: SmallLake, name: str) -> None:
    """Publish a table of Trusted with its last row first."""
    manifest, (path,) = lake.manifest(Layer.TRUSTED), lake.files(name)
    found = pq.read_table(path)
    pq.write_table(found.take([*range(found.num_rows)[::-1]]), path)
    said = {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}
    before = manifest.tables[name]
    table = before.model_copy(update={"files": (before.files[0].model_copy(update=said),)})
    changed = {"version": "turned-trusted", "tables": {**manifest.tables, name: table}}
    lake.lake.versions.publish(manifest.model_copy(update=changed), manifest.version)


@pytest.mark.slow
def test_however_many_threads_make_them_the_bytes_are_the_same(tmp_path: Path) -> None:
    """Of tables of several groups of rows."""
    lines = [movie_line(f"tt{number}", nome_artista=f"N {number % 50_000}") for number in range(10**7, 10**7 + 260_000)]
    lines += [line.replace("|Somebody|", "|Another|") for line in lines[::7]]
    one, three = (made(tmp_path / str(threads), lines, threads=threads) for threads in (1, 3))

    assert one.hashes() == three.hashes()

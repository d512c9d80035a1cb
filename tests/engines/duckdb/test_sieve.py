"""Lines that are counted unread: whatever is left out of a file, tables and accounting come to the same."""

import io
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from filmes_lake.engines.duckdb import sieve, transforms
from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.engines.duckdb.sieve import Sifting
from filmes_lake.ingest.imdb.description import AKAS, BASICS, CREW, NAMES, PRINCIPALS, RATINGS, SOURCE, Dataset
from filmes_lake.ingest.imdb.ingest import ingest_set
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import Sieve
from tests.fakes.imdb_files import NULL, basics, person, principal, write_set
from tests.transform.lakes import MEMORY, SmallLake
from tools.typed_sql import checked

CREDITS, TITLES, PEOPLE = (
    SOURCE.sieves[f"imdb_{name}"] for name in ("creditos_contados", "titulos_contados", "pessoas_contadas")
)
WANTED, OTHER, LONG = "tt0000001", "tt0000002", "tt12345678"
NM, LONG_NM = "nm0000001", "nm12345678"
SETS = {"bloco": np.array([10_000_001 >> 5]), "procurados": np.array([1 << (10_000_001 & 31)])}
WORDS = {"procurado": np.array(["movie", "tvMiniSeries"], dtype=object)}


def sifted(found: Sieve, lines: Sequence[str], wanted: Mapping[str, Any] = SETS, end: str = "\n") -> tuple[Any, ...]:
    """The rows that are counted of a file with these lines, and the lines that are left."""
    header = "\t".join(column.source for column in columns_of(found.model))
    sifting, rest = Sifting(found, "\t", wanted, threads=2), io.BytesIO()
    groups = list(sifting.groups(_file("\n".join([header, *lines]) + end), rest))
    left = rest.getvalue().decode().split("\n")
    assert (left[0], left[-1], sifting.lines_left) == (header, "", len(left) - 2)
    rows = [dict(zip(each, map(int, row), strict=True)) for each in groups for row in zip(*each.values(), strict=True)]
    return rows, left[1:-1]


def _file(text: str) -> Any:
    class InMemory:
        def open(self, _: str) -> io.BytesIO:
            return io.BytesIO(text.encode())

    return InMemory()


USUAL = [
    principal(OTHER, 1, NM),
    principal(LONG, 0, LONG_NM, characters='["A","B"]'),
    principal(OTHER, 99, NM, "", job="", characters=""),
    principal(OTHER, 9, NM, "atriz é", job='"', characters='[""]'),
]
LEFT = [
    principal(WANTED, 1, NM),
    principal("tt00000002", 1, NM),  # the zero of a number of 8 digits
    principal("tt123456789", 1, NM),
    principal("tt000002", 1, NM),
    principal("TT0000002", 1, NM),
    principal("tt000000x", 1, NM),
    principal("tt000000٣", 1, NM),
    principal(f" {OTHER}", 1, NM),
    principal(OTHER, 100, NM),
    principal(OTHER, "01", NM),
    principal(OTHER, "", NM),
    principal(OTHER, NULL, NM),
    principal(OTHER, "1 ", NM),
    principal(OTHER, "-1", NM),
    principal(OTHER, "1e", NM),
    principal(OTHER, 1, "tt0000001"),
    principal(OTHER, 1, "nm00000001"),
    principal(OTHER, 1, NULL),
    principal(OTHER, 1, NM, characters="[]"),
    principal(OTHER, 1, NM, characters='["'),
    principal(OTHER, 1, NM, characters='["]'),
    principal(OTHER, 1, NM, characters="A"),
    principal(OTHER, 1, NM, characters='["A"] '),
    principal(OTHER, 1, NM) + "\t",
    principal(OTHER, 1, NM).rsplit("\t", 1)[0],
    "",
    "\t\t\t\t\t",
    "\\N",
    "bytes_invalidos 7",
]


@pytest.mark.parametrize("line", USUAL)
def test_what_is_written_as_nearly_all_lines_are_is_counted(line: str) -> None:
    rows, left = sifted(CREDITS, [line])

    assert ([row["linhas"] for row in rows], left) == ([1], [])


@pytest.mark.parametrize("line", LEFT)
def test_what_is_not_is_left(line: str) -> None:
    assert sifted(CREDITS, [line]) == ([], [line])
    assert sifted(CREDITS, [USUAL[0], line, USUAL[1]])[1] == [line]


def test_lines_of_one_title_are_one_row_with_their_places_as_bits() -> None:
    lines = [
        principal(OTHER, 1, NM, characters='["A"]'),
        principal(OTHER, 61, NM),
        principal(OTHER, 62, NM),
        principal(OTHER, 99, NM),
        principal(OTHER, 1, NM, characters='["B"]'),
        principal(WANTED, 1, NM),
        principal(LONG, 2, NM),
        principal(OTHER, 3, NM),
    ]
    title = {"grupo": 10_000_002, "linhas": 5, "baixos": 1 << 1 | 1 << 61, "altos": 1 | 1 << 37, "valid_personagem": 2}
    again = title | {"linhas": 1, "baixos": 1 << 3, "altos": 0, "valid_personagem": 0}
    long = again | {"grupo": 112_345_678, "baixos": 1 << 2}

    assert sifted(CREDITS, lines) == ([title, long, again], lines[5:6])


def test_without_places_a_row_is_of_thirty_two_ids() -> None:
    lines = [person("nm0000002", "B"), person("nm0000003", "C", born=NULL, died="0009"), person("nm0000004", "D")]

    rows, left = sifted(PEOPLE, lines)

    block, places = 10_000_002 >> 5, 1 << (10_000_002 & 31) | 1 << (10_000_004 & 31)
    counts = {"valid_ano_nascimento": 2, "valid_ano_falecimento": 0}
    assert (rows, left) == ([{"grupo": block, "linhas": 2, "baixos": places, "altos": 0, **counts}], lines[1:2])


@pytest.mark.parametrize("born", ["0", "2201", "-5", "1960.0", "+1960", "12345", "abcd", "19 60"])
def test_a_value_out_of_its_range_is_left(born: str) -> None:
    assert sifted(PEOPLE, [line := person("nm0000002", "B", born=born)]) == ([], [line])


@pytest.mark.parametrize("kind", ["movie", "tvMiniSeries", "tvMiniSerieS", " movie", "movie ", " "])
def test_lines_of_words_that_are_wanted_or_may_be_are_left(kind: str) -> None:
    assert sifted(TITLES, [line := basics(OTHER, kind)], WORDS) == ([], [line])


@pytest.mark.parametrize("kind", ["movies", "tvMovie", "tvMiniserie", "mov", "Movie", "", NULL, "short"])
def test_lines_of_other_words_are_counted(kind: str) -> None:
    assert sifted(TITLES, [basics(OTHER, kind)], WORDS)[1] == []


def test_the_last_line_may_lack_its_end() -> None:
    assert sifted(CREDITS, [principal(WANTED, 1, NM), USUAL[0]], end="")[1] == [principal(WANTED, 1, NM)]
    assert sifted(CREDITS, [USUAL[0], principal(WANTED, 1, NM)], end="")[1] == [principal(WANTED, 1, NM)]


def test_where_nothing_is_wanted_all_is_counted() -> None:
    nothing = {"bloco": np.array([], np.int64), "procurados": np.array([], np.int64)}

    assert sifted(CREDITS, [principal(WANTED, 1, NM), *USUAL], nothing)[1] == []


def test_a_file_may_have_no_lines() -> None:
    assert sifted(CREDITS, []) == ([], [])


@pytest.mark.parametrize("name", SOURCE.sieves)
def test_a_sieve_looks_at_every_column_that_may_have_no_value(name: str) -> None:
    found = SOURCE.sieves[name]
    looked_at = {*found.counted, found.place}

    assert {column.name for column in checked(columns_of(found.model))} <= looked_at


# Fields that are taken, rejected, invalid, or written in another way, of which lines are put together by chance.
TITLE_IDS = [f"tt{n:07}" for n in range(1, 40)] + ["tt10000000", "tt12345678", "tt00000001", "tt123456789", "xx1", ""]
PEOPLE_IDS = [f"nm{n:07}" for n in range(1, 60)] + ["nm12345678", "nm0", "nm00000001", NULL]
PLACES = [*map(str, range(12)), "61", "62", "99", "100", "123", "124", "500", "007", " 3 ", "8.0", "x", "", NULL]
TEXTS = ["a", "", NULL, " b ", "NULL", 'c"', "é"]
YEARS = ["1999", NULL, "", "0", "2201", "19x", " 1999", "09", "99999"]
FIELDS: Mapping[Dataset, Sequence[Sequence[str]]] = {
    BASICS: [
        TITLE_IDS,
        ["movie", "tvMovie", "tvSeries", " movie", "movie ", "tvEpisode", "short", "video", NULL, ""],
        TEXTS,
        TEXTS,
        ["0", "0", "0", "1", "2", NULL, "", "x"],
        YEARS,
        YEARS,
        ["90", NULL, "0", "1000000", "Drama"],
        ["Drama", "Crime,War", NULL, ""],
    ],
    RATINGS: [TITLE_IDS, ["7.5", "11", "x", "1.0"], ["5", "4", "1000", "x", NULL]],
    PRINCIPALS: [
        TITLE_IDS,
        PLACES,
        PEOPLE_IDS,
        ["actor", "director", "", NULL],
        TEXTS,
        ["", NULL, '["A"]', "A", "[]", '["A","B"]'],
    ],
    NAMES: [PEOPLE_IDS, TEXTS, YEARS, YEARS, TEXTS, TEXTS],
    CREW: [TITLE_IDS, ["nm0000001", "nm0000002,nm0000003", NULL], [NULL, "nm0000004", "x"]],
    AKAS: [
        TITLE_IDS,
        PLACES,
        TEXTS,
        ["BR", "US", NULL],
        TEXTS,
        ["imdbDisplay", NULL],
        TEXTS,
        ["0", "1", "2", NULL, ""],
    ],
}


def by_chance(chance: random.Random, fields: Sequence[Sequence[str]], lines: int) -> Iterator[str]:
    """Lines of a file, most of which are as IMDb writes them."""
    for _ in range(lines):
        usual = chance.random() < 0.7
        row = [chance.choice(each[: 1 + len(each) // 2] if usual else each) for each in fields]
        if chance.random() < 0.02:
            row = chance.choice([row[:-1], [*row, ""], [""], ["bytes_invalidos 3"]])
        yield "\t".join(row)


def check_that_sifting_changes_nothing(folder: Path, seed: int, block_bytes: int) -> None:
    chance = random.Random(seed)
    files = {dataset: list(by_chance(chance, fields, 400)) for dataset, fields in FIELDS.items()}
    write_set(folder / "imdb", files)
    made = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sieve, "_BLOCK_BYTES", block_bytes)
        patch.setattr(sieve, "_GROUPS", 50)
        for name, sieve_bytes in (("sifted", 0), ("read", 1 << 40)):
            small = SmallLake(folder / name, DuckDBEngine(memory=MEMORY, threads=2, sieve_bytes=sieve_bytes))
            ingest_set(small.lake, [folder / "imdb"])
            small.transform(Layer.TRUSTED)
            laws = small.manifest(Layer.TRUSTED).accounting
            made.append(({name: small.table(name) for name in ("titulos", "pessoas", "creditos", "rejeitados")}, laws))

    assert made[0] == made[1]
    assert all(law["rejected"] for name, law in made[0][1].items() if name.startswith("imdb_"))


def test_tables_and_accounting_are_those_of_all_lines_read(tmp_path: Path) -> None:
    check_that_sifting_changes_nothing(tmp_path, 1, 1 << 10)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 32))
def test_they_are_for_any_lines_in_any_blocks(tmp_path: Path, seed: int) -> None:
    check_that_sifting_changes_nothing(tmp_path, seed, [64, 200, 1 << 12, 1 << 20][seed % 4])


def test_a_file_that_is_small_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transforms.DuckDBSession, "_sifted", None)
    small = SmallLake(tmp_path)
    ingest_set(small.lake, [write_set(tmp_path / "imdb")])

    small.transform(Layer.TRUSTED)

    assert len(small.table("creditos")) == 3


def test_all_lines_are_read_without_numpy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)  # as where it is not installed
    monkeypatch.delitem(sys.modules, sieve.__name__)
    small = SmallLake(tmp_path, DuckDBEngine(memory=MEMORY, threads=2, sieve_bytes=0))
    ingest_set(small.lake, [write_set(tmp_path / "imdb")])

    small.transform(Layer.TRUSTED)

    assert len(small.table("creditos")) == 3

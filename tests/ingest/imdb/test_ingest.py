"""`ingest imdb`: a set of IMDb's files becomes one version of Raw, or nothing does."""

import gzip
import os
from pathlib import Path

import pytest

from filmes_lake.errors import SourceError
from filmes_lake.ingest.imdb.description import BASICS, NAMES, PRINCIPALS, RATINGS
from filmes_lake.ingest.imdb.ingest import ingest_set
from filmes_lake.ingest.tmdb.titles import TitleFilter, select_titles
from filmes_lake.models.kinds import Kind, Layer
from tests.fakes.imdb_files import FILM, SMALL, basics, write, write_set
from tests.fakes.progress import RecordedProgress
from tests.transform.lakes import SmallLake


@pytest.fixture
def small(tmp_path: Path) -> SmallLake:
    return SmallLake(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_set(tmp_path / "imdb")


def statuses(small: SmallLake, *paths: Path) -> set[str]:
    return {landed.status for landed in ingest_set(small.lake, paths).files}


def test_a_set_is_stored_as_it_is(small: SmallLake, folder: Path) -> None:
    landed = ingest_set(small.lake, [folder]).files

    assert [file.key.split("/")[:4] for file in landed] == [
        ["Raw", "IMDb", "TSV", name] for name in ("NameBasics", "TitleBasics", "TitlePrincipals", "TitleRatings")
    ]
    for file in landed:
        assert (small.folder / file.key).read_bytes() == Path(file.received.source).read_bytes()
    assert {file.received.table.name: file.received.lines for file in landed}["imdb_title_basics"] == 4


def test_the_same_set_again_changes_nothing(small: SmallLake, folder: Path) -> None:
    assert statuses(small, folder) == {"stored"}
    before = small.manifest(Layer.RAW).version

    assert statuses(small, folder) == {"unchanged"}
    assert small.manifest(Layer.RAW).version == before


def test_a_set_takes_the_place_of_the_one_before(small: SmallLake, folder: Path, tmp_path: Path) -> None:
    ingest_set(small.lake, [folder])
    write_set(tmp_path / "less", {BASICS: SMALL[BASICS], RATINGS: SMALL[RATINGS]})

    ingest_set(small.lake, [tmp_path / "less"])

    assert set(small.manifest(Layer.RAW).tables) == {BASICS.table, RATINGS.table}


def test_files_are_known_by_their_header_and_may_have_several_members(small: SmallLake, folder: Path) -> None:
    data = gzip.decompress((folder / BASICS.file_name).read_bytes())
    (folder / "a.tsv.gz").write_bytes(gzip.compress(data[:100]) + gzip.compress(data[100:]))
    (folder / BASICS.file_name).unlink()

    assert statuses(small, folder) == {"stored"}


def test_files_that_nobody_reads_are_left_out(small: SmallLake, folder: Path) -> None:
    (folder / "title.episode.tsv").write_text("tconst\tparentTconst\tseasonNumber\tepisodeNumber\n", encoding="utf-8")

    assert len(ingest_set(small.lake, [folder]).files) == 4


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("title.ratings.tsv.gz", b"", "the file is empty"),
        ("title.ratings.tsv.gz", gzip.compress(b"tconst\tvotes\n"), "the header of none of IMDb's files: tconst votes"),
        ("title.ratings.tsv.gz", gzip.compress(b"tconst\taverageRating\tnumVotes\n"), "a header and no data lines"),
        ("title.ratings.tsv.gz", gzip.compress(b"tconst\taverageRating\tnumVotes\nx\n")[:-9], "the gzip ends early"),
        ("twin.tsv", b"tconst\taverageRating\tnumVotes\nx\n", "is the same dataset"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # a gzip has the time in it, so no two processes' agree
)
def test_a_broken_file_refuses_the_set(small: SmallLake, folder: Path, name: str, data: bytes, complaint: str) -> None:
    (folder / name).write_bytes(data)

    with pytest.raises(SourceError, match=complaint):
        ingest_set(small.lake, [folder])
    assert small.lake.versions.current(Layer.RAW) is None


@pytest.mark.parametrize(
    ("gone", "complaint"),
    [
        (BASICS, "no title.basics.tsv.gz with it"),
        (RATINGS, "no title.ratings.tsv.gz with it"),
        (NAMES, "title.principals alone"),
        (PRINCIPALS, "name.basics alone"),
    ],
)
def test_a_set_that_lacks_a_file_is_refused(small: SmallLake, folder: Path, gone: object, complaint: str) -> None:
    (folder / gone.file_name).unlink()  # type: ignore[attr-defined]

    with pytest.raises(SourceError, match=complaint):
        ingest_set(small.lake, [folder])


def test_files_of_different_days_get_a_note(small: SmallLake, folder: Path) -> None:
    os.utime(folder / BASICS.file_name, (0, 0))
    told = RecordedProgress()

    ingest_set(small.lake, [folder], None, told)

    assert any("2 days, 1970-01-01 to" in note for note in told.notes)


BAD = {
    "invalid UTF-8": b"tt0000007\tmovie\t\xff\t\\N\t0\t\\N\t\\N\t\\N\t\\N",
    "NUL": b"tt0000007\tmovie\ta\0b\t\\N\t0\t\\N\t\\N\t\\N\t\\N",
    "a bare carriage return": b"tt0000007\tmovie\ta\rb\t\\N\t0\t\\N\t\\N\t\\N\t\\N",
    "a wrong number of fields": b"tt0000007\tmovie",
}


@pytest.mark.parametrize("packed", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_lines_that_are_no_text_are_rejected_and_the_others_taken(
    small: SmallLake, tmp_path: Path, *, packed: bool
) -> None:
    folder = write_set(tmp_path / "imdb", {BASICS: [], RATINGS: SMALL[RATINGS]}, packed=packed)
    lines = [basics(FILM).encode(), *BAD.values(), basics("tt0000008").encode()]
    write(folder, BASICS, b"\n".join(lines) + b"\n", packed=packed)

    ingest_set(small.lake, [folder])
    small.transform(Layer.TRUSTED)

    found = small.reconciliation(BASICS.table)
    assert (found["lines"], found["kept"], found["too_few_votes"], found["rejected"]) == (6, 1, 1, 4)
    rejected = [(row["linha"], row["motivo"]) for row in small.table("rejeitados")]
    assert rejected == [(n, "bytes_invalidos") for n in (3, 4, 5)] + [(6, "numero_de_colunas")]
    assert [row["conteudo"][:17] for row in small.table("rejeitados")][:3] == [
        "tt0000007\tmovie\t\ufffd",
        *["tt0000007\tmovie\ta"] * 2,
    ]


def test_an_id_of_the_other_kind_is_rejected_beside_a_line_that_is_no_text(small: SmallLake, tmp_path: Path) -> None:
    folder = write_set(tmp_path / "imdb", SMALL)
    write(
        folder,
        BASICS,
        "\n".join([basics(FILM), basics("nm0000001"), "tt0000007\t?", ""]).encode().replace(b"?", b"\xff"),
    )

    ingest_set(small.lake, [folder])
    small.transform(Layer.TRUSTED)

    rejected = [(row["linha"], row["motivo"]) for row in small.table("rejeitados")]
    assert rejected == [(3, "id_invalido"), (4, "bytes_invalidos")]


def test_titles_are_chosen_among_lines_that_are_text(small: SmallLake, tmp_path: Path) -> None:
    """Wherever the bytes are that are none: in what the choice reads of a line, too."""
    year, genres, votes, good = "tt0000001", "tt0000002", "tt0000003", "tt0000004"
    folder = write_set(tmp_path / "imdb", {BASICS: [], RATINGS: []})
    titles = [basics(year, year="19?9"), basics(genres, genres="Dr?ama"), basics(votes), basics(good)]
    rated = [f"{year}\t7.0\t2000", f"{genres}\t7.0\t2000", f"{votes}\t7.0\t20?00", f"{good}\t7.0\t2000"]
    for dataset, lines in ((BASICS, titles), (RATINGS, rated)):
        write(folder, dataset, "\n".join([*lines, ""]).encode().replace(b"?", b"\xff"))

    ingest_set(small.lake, [folder])

    assert select_titles(small.lake, Kind.MOVIES, TitleFilter(), tmp_path) == [good]

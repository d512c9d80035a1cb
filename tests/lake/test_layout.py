"""Every path in a lake."""

from datetime import date

import pytest

from filmes_lake.lake import layout
from filmes_lake.models.kinds import Kind, Layer

DAY = date(2026, 1, 2)
RUN = "20261122T100000001Z-ab12"


@pytest.mark.parametrize(
    ("ending", "digest", "key"),
    [
        (".csv", None, "Raw/Local/CSV/Movies/2026/01/02/movies.csv"),
        (".csv.gz", None, "Raw/Local/CSV/Movies/2026/01/02/movies.csv.gz"),
        (".tsv", "0123456789abcdef", "Raw/Local/CSV/Movies/2026/01/02/movies-01234567.tsv"),
    ],
)
def test_a_snapshot_lies_under_the_day_it_was_received(ending: str, digest: str | None, key: str) -> None:
    assert layout.raw_snapshot("Local/CSV/Movies", "movies", DAY, ending, digest) == key


def test_a_compressed_csv_is_known_by_its_key() -> None:
    assert [
        layout.is_compressed(layout.raw_snapshot("Local", "series", DAY, ending)) for ending in (".csv.gz", ".csv")
    ] == [True, False]


@pytest.mark.parametrize("number", [1, 99_999, 100_000])
def test_a_part_is_known_for_one(number: int) -> None:
    assert layout.is_tmdb_part(layout.raw_tmdb_part(Kind.MOVIES, layout.tmdb_name(RUN, number)))


def test_a_part_is_filed_under_the_day_on_which_its_run_began() -> None:
    key = layout.raw_tmdb_part(Kind.SERIES, layout.tmdb_name(RUN, 7))

    assert key == f"Raw/TMDB/JSON/Series/2026/11/22/{RUN}-part-00007.jsonl"


@pytest.mark.parametrize("name", ["errors.jsonl", "run-part-00001.jsonl.tmp", "run-part-1.jsonl", "part-00001.json"])
def test_what_lies_among_parts_is_none(name: str) -> None:
    assert not layout.is_tmdb_part(layout.raw_tmdb_prefix(Kind.MOVIES) + name)


def test_no_prefix_of_a_kind_or_layer_begins_anothers() -> None:
    prefixes = [layout.layer_prefix(layer) for layer in layout.SWEPT]
    prefixes += [layout.raw_tmdb_prefix(kind) for kind in Kind] + [layout.tmdb_journal_prefix(kind) for kind in Kind]
    prefixes += [layout.tmdb_failures_prefix(kind) for kind in Kind]
    prefixes += [layout.VERSIONS, layout.RUNS, layout.LOCKS, layout.SCRATCH, layout.SPOOL]

    assert all(prefix.endswith("/") for prefix in prefixes)
    assert not [(a, b) for a in prefixes for b in prefixes if a is not b and b.startswith(a)]


def test_no_folder_looks_like_a_partition_column() -> None:
    assert "=" not in layout.table_folder(Layer.TRUSTED, "titulos", "run") + layout.part(0)


def test_ids_come_back_from_keys() -> None:
    assert layout.run_of(layout.run(RUN)) == RUN


def test_every_attempt_of_a_run_has_a_version_of_its_own() -> None:
    assert len({layout.version_id("run", layer, attempt) for layer in Layer for attempt in (1, 2, 3)}) == 9


def test_a_lock_is_found_again_by_its_key() -> None:
    assert layout.lock_of(layout.lock("ingest-csv-movies")) == "ingest-csv-movies"


@pytest.mark.parametrize(
    ("key", "ours"),
    [
        ("Raw/a", True),
        ("Trusted/t/1", True),
        ("Refined/t/1", True),
        ("_ops/current.json", True),
        ("theirs/Raw/a", False),
    ],
)
def test_what_a_lake_keeps_is_kept_apart_from_what_others_do(key: str, ours: bool) -> None:  # noqa: FBT001
    assert layout.is_ours(key) is ours

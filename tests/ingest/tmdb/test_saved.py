"""`ingest tmdb --from`: records saved earlier, in parts, each answer once."""

import gzip
import hashlib
import io
import json
import os
import random
import tracemalloc
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.errors import LakeError, LockHeld, SourceError
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.tmdb.ingest import TmdbIngest, ingest_saved_tmdb
from filmes_lake.ingest.tmdb.parts import PART_BYTES, PART_RECORDS
from filmes_lake.ingest.tmdb.record import LARGEST_RECORD_BYTES
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import DataFile
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.models.kinds import Kind, Layer
from tests.fakes.clock import Clock
from tests.fakes.csv_files import csv
from tests.fakes.mortal import ingest_and_be_killed
from tests.fakes.progress import RecordedProgress
from tests.fakes.threads import race
from tests.fakes.tmdb_lines import envelope, film, lines, series

TABLE = {Kind.MOVIES: "tmdb_movies", Kind.SERIES: "tmdb_series"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "saved.jsonl"


def ingest_bytes(lake: Lake, file: Path, data: bytes, kind: Kind = Kind.MOVIES) -> TmdbIngest:
    file.write_bytes(data)
    return ingest_saved_tmdb(lake, file, kind)


def ingest(lake: Lake, file: Path, *documents: Any, kind: Kind = Kind.MOVIES) -> TmdbIngest:
    return ingest_bytes(lake, file, lines(*documents), kind)


def parts(lake: Lake, kind: Kind = Kind.MOVIES) -> Sequence[DataFile]:
    """The parts that the current raw version names."""
    current = lake.versions.current(Layer.RAW)
    table = current.tables.get(TABLE[kind]) if current else None
    return table.files if table else ()


def in_raw(lake: Lake) -> list[str]:
    return [entry.key for entry in lake.storage.list("Raw/")]


def records(lake: Lake, kind: Kind = Kind.MOVIES) -> list[dict[str, Any]]:
    """Every record of the current raw version."""
    return [
        json.loads(line) for part in parts(lake, kind) for line in lake.storage.get(part.key).data.decode().splitlines()
    ]


def ids(lake: Lake, kind: Kind = Kind.MOVIES) -> list[str]:
    return [record["imdb_id"] for record in records(lake, kind)]


def bad(result: TmdbIngest) -> list[tuple[int, str]]:
    """What was no record, by its line."""
    return [(complaint.line, complaint.reason) for complaint in result.bad]


def kept_errors(lake: Lake, result: TmdbIngest) -> list[dict[str, Any]]:
    assert result.errors_key
    return [json.loads(line) for line in lake.storage.get(result.errors_key).data.decode().splitlines()]


def refusal(lake: Lake, file: Path, data: bytes, kind: Kind = Kind.MOVIES) -> SourceError:
    """The error of an ingest that stored nothing."""
    with pytest.raises(SourceError) as caught:
        ingest_bytes(lake, file, data, kind)
    assert [entry.key for entry in lake.storage.list("") if not entry.key.startswith(layout.RUNS)] == []
    assert isinstance(lake.storage, FolderStorage)
    assert list((lake.storage.root / layout.SCRATCH).iterdir()) == []
    assert caught.value.message.isprintable()
    return caught.value


# --- what is stored ----------------------------------------------------------------------------------------


def test_bare_answers_and_envelopes_are_stored_in_their_order(lake: Lake, file: Path) -> None:
    result = ingest(lake, file, film(1), envelope(film(2)), film(3))

    assert (result.stored, result.unchanged, bad(result)) == (3, 0, [])
    assert ids(lake) == ["tt0000001", "tt0000002", "tt0000003"]
    assert [record["body"] for record in records(lake)] == [film(1), film(2), film(3)]


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(lines(film(1), film(2))),
        gzip.compress(lines(film(1))) + gzip.compress(lines(film(2))),
        lines(film(1), film(2)).replace(b"\n", b"\r\n"),
        lines(film(1), film(2)).rstrip(),
        b"\n\n" + lines(film(1), "", "  ", film(2)) + b"\n \n",
        lines(film(1), film(2)).decode().encode("utf-8-sig"),
    ],
    ids=["gzip", "members", "CRLF", "no final newline", "blank lines", "byte-order mark"],
)
def test_a_file_comes_in_many_forms(lake: Lake, file: Path, data: bytes) -> None:
    result = ingest_bytes(lake, file, data)

    assert (result.stored, bad(result)) == (2, [])
    assert [record["body"] for record in records(lake)] == [film(1), film(2)]


def test_series_have_parts_of_their_own(lake: Lake, file: Path) -> None:
    [part] = ingest(lake, file, series(1), kind=Kind.SERIES).parts

    assert part.startswith("Raw/TMDB/JSON/Series/2026/11/22/")
    assert ids(lake, Kind.SERIES) == ["tt0000001"]
    assert parts(lake, Kind.MOVIES) == ()


def test_bare_answers_were_fetched_when_the_run_began(lake: Lake, file: Path) -> None:
    ingest(lake, file, film(1), film(2))

    started = lake.ledger.runs(1)[0].started_at
    assert {record["fetched_at"] for record in records(lake)} == {f"{started:%Y-%m-%dT%H:%M:%S.%fZ}"}


def test_an_envelopes_moment_is_kept(lake: Lake, file: Path) -> None:
    ingest(lake, file, envelope(film(), fetched_at="2026-01-02T00:00:00-03:00"))

    assert records(lake)[0]["fetched_at"] == "2026-01-02T03:00:00.000000Z"


def test_the_answers_bytes_are_untouched_in_raw(lake: Lake, file: Path) -> None:
    answer = '{"title":"\\u00e9","imdb_id":"tt0000001","popularity":12345678901234567890.10,  "x":1E2,"id":1}'

    [part] = ingest(lake, file, answer).parts

    assert lake.storage.get(part).data.endswith(f'"body": {answer}}}\n'.encode())


def test_the_samples_are_records(lake: Lake, sample: Path) -> None:
    for kind, count in ((Kind.MOVIES, 315), (Kind.SERIES, 60)):
        result = ingest_saved_tmdb(lake, sample / f"tmdb_{kind.value}.jsonl", kind)

        assert (result.stored, bad(result)) == (count, [])


def test_the_ledger_counts_lines(lake: Lake, file: Path) -> None:
    ingest(lake, file, film(1))
    ingest(lake, file, film(1), film(2), "nonsense")

    run = lake.ledger.runs(1)[0]
    assert (run.command, run.outcome) == ("ingest tmdb", "partly_done")
    assert run.counts == {"stored": 1, "unchanged": 1, "not_records": 1}


def test_progress_is_reported_in_bytes_of_the_file(lake: Lake, file: Path) -> None:
    data = gzip.compress(lines(*(film(number) for number in range(1000))))
    file.write_bytes(data)
    recorded = RecordedProgress()

    ingest_saved_tmdb(lake, file, Kind.MOVIES, recorded)

    assert recorded.totals == {"reading": len(data)}
    assert sum(recorded.bytes["reading"]) == len(data)


# --- parts -------------------------------------------------------------------------------------------------


def test_a_part_holds_a_hundred_records(lake: Lake, file: Path) -> None:
    result = ingest(lake, file, *(film(number) for number in range(2 * PART_RECORDS + 1)))

    run = lake.ledger.runs(1)[0].run_id
    folder = "Raw/TMDB/JSON/Movies/2026/11/22/"
    assert result.parts == [f"{folder}{run}-part-0000{number}.jsonl" for number in (1, 2, 3)]
    assert [part.rows for part in parts(lake)] == [PART_RECORDS, PART_RECORDS, 1]


def test_a_part_holds_ten_megabytes(lake: Lake, file: Path) -> None:
    ingest(lake, file, *(film(number, overview="x" * 3_400_000) for number in range(5)))

    assert [part.rows for part in parts(lake)] == [2, 2, 1]
    assert all(part.bytes <= PART_BYTES for part in parts(lake))


def test_a_record_of_more_than_ten_megabytes_is_a_part_of_its_own(lake: Lake, file: Path) -> None:
    ingest(lake, file, film(1), film(2, overview="x" * (PART_BYTES + 1)), film(3), film(4))

    assert [part.rows for part in parts(lake)] == [1, 1, 2]


def _film_of(size: int) -> dict[str, Any]:
    """A film whose line has `size` bytes."""
    bare = len(lines(film(2, overview=""))) - 1
    return film(2, overview="x" * (size - bare))


def test_a_record_of_more_than_16_megabytes_is_refused_by_number(lake: Lake, file: Path) -> None:
    result = ingest(lake, file, film(1), _film_of(LARGEST_RECORD_BYTES + 1), film(3))

    assert bad(result) == [(2, "longer than 16,000,000 bytes")]
    assert ids(lake) == ["tt0000001", "tt0000003"]


@pytest.mark.slow
def test_the_largest_record_can_be_read_again(lake: Lake, file: Path) -> None:
    assert ingest(lake, file, _film_of(LARGEST_RECORD_BYTES)).stored == 1
    _lose_the_journal(lake)

    result = ingest_saved_tmdb(lake, file, Kind.MOVIES)

    assert (result.stored, result.unchanged, bad(result)) == (0, 1, [])


def test_the_manifest_records_bytes_records_and_hash_of_parts(lake: Lake, file: Path) -> None:
    ingest(lake, file, *(film(number) for number in range(150)))

    for part in parts(lake):
        data = lake.storage.get(part.key).data
        assert (part.bytes, part.rows) == (len(data), data.count(b"\n"))
        assert part.sha256 == hashlib.sha256(data).hexdigest()


def test_parts_are_added_to_those_before(lake: Lake, file: Path) -> None:
    [first] = ingest(lake, file, film(1)).parts

    [second] = ingest(lake, file, film(2)).parts

    assert [part.key for part in parts(lake)] == [first, second]


def test_a_csv_ingest_keeps_the_parts(lake: Lake, file: Path, tmp_path: Path) -> None:
    ingest(lake, file, film(1))
    (tmp_path / "movies.csv").write_bytes(csv())

    ingest_csv(lake, [tmp_path / "movies.csv"], None, None)

    assert ids(lake) == ["tt0000001"]


# --- again -------------------------------------------------------------------------------------------------


def test_the_same_file_again_stores_nothing(lake: Lake, file: Path) -> None:
    documents = [film(number) for number in range(150)]
    ingest(lake, file, *documents)
    before, version = in_raw(lake), lake.require(Layer.RAW)

    result = ingest(lake, file, *documents)

    assert (result.stored, result.unchanged, result.parts) == (0, 150, [])
    assert (in_raw(lake), lake.require(Layer.RAW)) == (before, version)
    assert lake.ledger.runs(1)[0].outcome == "unchanged"


def test_an_answer_that_stands_twice_is_stored_once(lake: Lake, file: Path) -> None:
    result = ingest(lake, file, film(1), film(2), film(1))

    assert (result.stored, result.unchanged) == (2, 1)


def test_the_same_answer_with_its_members_in_another_order_is_unchanged(lake: Lake, file: Path) -> None:
    ingest(lake, file, film(1))

    result = ingest(lake, file, dict(reversed(film(1).items())))

    assert (result.stored, result.unchanged) == (0, 1)


def test_the_same_answer_in_an_envelope_is_unchanged(lake: Lake, file: Path) -> None:
    ingest(lake, file, film(1))

    assert ingest(lake, file, envelope(film(1), fetched_at="2026-01-01")).unchanged == 1


def test_an_answer_that_changed_is_stored(lake: Lake, file: Path, clock: Clock) -> None:
    ingest(lake, file, film(1, vote_count=1))
    clock.advance(hours=1)

    result = ingest(lake, file, film(1, vote_count=2))

    assert (result.stored, result.unchanged) == (1, 0)
    assert [record["body"]["vote_count"] for record in records(lake)] == [1, 2]


def test_an_answer_that_changes_back_is_stored_again(lake: Lake, file: Path, clock: Clock) -> None:
    for votes in (1, 2, 1):
        clock.advance(hours=1)
        assert ingest(lake, file, film(1, vote_count=votes)).stored == 1

    assert [record["body"]["vote_count"] for record in records(lake)] == [1, 2, 1]


def test_a_history_of_one_title_is_stored_once(lake: Lake, file: Path) -> None:
    history = [envelope(film(1, vote_count=day), fetched_at=f"2026-01-0{day}") for day in range(1, 5)]
    random.Random(7).shuffle(history)
    ingest(lake, file, *history)

    result = ingest(lake, file, *history)

    assert (result.stored, result.unchanged) == (0, 4)


def test_an_older_answer_that_comes_late_is_stored_and_the_newest_stays_known(lake: Lake, file: Path) -> None:
    ingest(lake, file, envelope(film(1, vote_count=2), fetched_at="2026-02-01"))
    ingest(lake, file, envelope(film(1, vote_count=1), fetched_at="2026-01-01"))

    result = ingest(lake, file, film(1, vote_count=2))

    assert (result.stored, result.unchanged) == (0, 1)


def test_answers_without_an_imdb_id_are_not_taken_for_one_title(lake: Lake, file: Path) -> None:
    documents = [film(1), *({"id": number, "title": "x", "imdb_id": None} for number in (2, 3))]

    assert ingest(lake, file, *documents).stored == 3
    assert ingest(lake, file, *documents).unchanged == 3


def test_a_title_of_both_kinds_is_stored_for_both(lake: Lake, file: Path) -> None:
    ingest(lake, file, film(1))

    assert ingest(lake, file, series(1), kind=Kind.SERIES).stored == 1


# --- lines that are none -----------------------------------------------------------------------------------

BAD_LINES = [
    ("{'id': 1}", "not JSON: Expecting property name enclosed in double quotes"),
    ('{"id": 1, "popularity": NaN}', "not JSON: NaN"),
    ('{"id": 1, "popularity": 1e999}', "a number no engine can hold: 1e999"),
    ("[" + json.dumps(film(8)) + "]", "not a JSON object"),
    ('{"success": false, "status_code": 34, "status_message": "Not found"}', "an error answer of TMDB: Not found"),
    ('{"movie_results": [{"id": 1}]}', "an answer of /find, not of a title's details"),
    (json.dumps(series(8, first_air_date="2020-01-01")), "not of kind movies: it has name"),
    ('{"id": 1, "title": "\\ud800"}', "not Unicode: half a surrogate pair"),
    ('{"id": 1, "title": "\ud800"}', "invalid UTF-8 (byte 0xed)"),
    ('{"id": 1, "x": ' + "[" * 5000 + "]" * 5000 + "}", "nested more than 200 deep"),
]


def test_lines_that_are_no_records_are_reported_by_number_and_the_others_stored(lake: Lake, file: Path) -> None:
    result = ingest(lake, file, film(1), "", *(line for line, _ in BAD_LINES), film(2))

    assert bad(result) == [(number, reason) for number, (_, reason) in enumerate(BAD_LINES, start=3)]
    assert (result.stored, result.not_records) == (2, len(BAD_LINES))
    assert ids(lake) == ["tt0000001", "tt0000002"]


def test_lines_that_are_no_records_are_kept(lake: Lake, file: Path) -> None:
    result = ingest(lake, file, film(1), *(line for line, _ in BAD_LINES))

    kept = kept_errors(lake, result)
    assert result.errors_key == f"_ops/tmdb/errors/{lake.ledger.runs(1)[0].run_id}.jsonl"
    assert [(entry["line"], entry["reason"]) for entry in kept] == bad(result)
    assert [entry["content"] for entry in kept[:2]] == [line for line, _ in BAD_LINES[:2]]
    assert {entry["source"] for entry in kept} == {str(file)}


def test_no_error_lies_among_the_data(lake: Lake, file: Path) -> None:
    ingest(lake, file, film(1), "nonsense")

    assert all(layout.is_tmdb_part(key) for key in in_raw(lake))


def test_a_file_with_nothing_but_known_records_and_bad_lines_is_partly_done(lake: Lake, file: Path) -> None:
    ingest(lake, file, film(1))

    result = ingest(lake, file, film(1), "nonsense")

    assert (result.unchanged, bad(result)) == (1, [(2, "not JSON: Expecting value")])
    assert lake.ledger.runs(1)[0].outcome == "partly_done"


@pytest.mark.slow
def test_any_number_of_bad_lines_is_counted_and_kept_without_filling_memory(lake: Lake, file: Path) -> None:
    data = lines(film(1)) + b"x" * 999 + b"\n" + (b"y" * 999 + b"\n") * 30_000
    file.write_bytes(gzip.compress(data))

    tracemalloc.start()
    try:
        result = ingest_saved_tmdb(lake, file, Kind.MOVIES)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert (result.not_records, len(bad(result))) == (30_001, 10_000)
    assert len(kept_errors(lake, result)) == 30_001
    assert peak < 15_000_000


def test_a_line_without_end_fills_no_memory_and_is_kept_by_beginning_length_and_hash(lake: Lake, file: Path) -> None:
    endless = b'{"id": 2, "overview": "' + b"x" * 30_000_000
    with gzip.open(file, "wb", compresslevel=1) as target:
        target.write(lines(film(1)) + endless + b"\n" + lines(film(2)))

    tracemalloc.start()
    try:
        result = ingest_saved_tmdb(lake, file, Kind.MOVIES)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert bad(result) == [(2, "longer than 16,000,000 bytes")]
    assert ids(lake) == ["tt0000001", "tt0000002"]
    assert peak < 2.5 * LARGEST_RECORD_BYTES
    [kept] = kept_errors(lake, result)
    assert kept["content"] == endless[:65_536].decode()
    assert (kept["bytes"], kept["sha256"]) == (len(endless), hashlib.sha256(endless).hexdigest())


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 200_000])
def test_no_more_than_64_kib_of_a_rejected_line_is_kept(lake: Lake, file: Path, size: int) -> None:
    line = b"x" * size
    [kept] = kept_errors(lake, ingest_bytes(lake, file, lines(film(1)) + line + b"\n"))

    assert kept["content"] == "x" * min(size, 65_536)
    assert (kept["bytes"], kept["sha256"]) == (size, hashlib.sha256(line).hexdigest())


def test_a_gzip_that_unpacks_to_more_than_the_limit_is_refused(lake: Lake, file: Path) -> None:
    text = lines(film(1), film(2))
    file.write_bytes(gzip.compress(text[:40]) + gzip.compress(text[40:]))  # members count together

    with pytest.raises(SourceError) as caught:
        ingest_saved_tmdb(lake, file, Kind.MOVIES, largest=len(text) - 1)

    assert caught.value.message == f"{file}: its gzip holds more than {len(text) - 1:,} bytes"
    assert "max_unpacked" in str(caught.value.hint)
    assert lake.versions.current(Layer.RAW) is None
    assert ingest_saved_tmdb(lake, file, Kind.MOVIES, largest=len(text)).stored == 2


# --- files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "the file is empty"),
        (b"\n \n\n", "no records in it"),
        (b"nonsense\n", "1: no TMDB record in the file (not JSON: Expecting value)"),
        (lines(series(1)), "1: no TMDB record in the file (not of kind movies: it has name)"),
        (b"[1, 2]", "1: no TMDB record in the file (not JSON: Extra data)"),
        (b'{"page": 1, "results": []}', "no records in it"),
        (b'\n[\n{"id": 1', "3: no TMDB record in the file (the file ends before the JSON does)"),
        (lines(film(1)).decode().encode("utf-16"), "1: no TMDB record in the file (invalid UTF-8 (byte 0xff))"),
        (csv(), "1: no TMDB record in the file (not JSON: Expecting value)"),
        (gzip.compress(lines(film(1)))[:-3], "the gzip ends early"),
        (gzip.compress(lines(film(1))) + b"garbage", "broken gzip"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_without_records_is_refused(lake: Lake, file: Path, data: bytes, complaint: str) -> None:
    message = refusal(lake, file, data).message

    assert message.startswith((f"{file}:{complaint}", f"{file}: {complaint}"))


def test_an_indented_series_is_not_taken_for_its_genres(lake: Lake, file: Path) -> None:
    document = json.dumps([series(1)], indent=1).replace(
        '"name"', '"genres": [\n{"id": 18, "name": "Drama"}\n], "name"'
    )

    assert ingest_bytes(lake, file, document.encode(), Kind.SERIES).stored == 1
    assert ids(lake, Kind.SERIES) == ["tt0000001"]


def test_a_missing_file_is_refused(lake: Lake, file: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        ingest_saved_tmdb(lake, file, Kind.MOVIES)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFO")
@pytest.mark.timeout(20)
def test_a_pipe_without_a_writer_is_refused_and_not_waited_for(lake: Lake, file: Path) -> None:
    os.mkfifo(file)

    with pytest.raises(SourceError, match="not a regular file"):
        ingest_saved_tmdb(lake, file, Kind.MOVIES)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("data", [lines(film(1)), gzip.compress(lines(film(1)))[:-5]], ids=["plain", "gzip"])
def test_a_file_that_grows_while_it_is_read_is_refused_as_such(lake: Lake, file: Path, data: bytes) -> None:
    file.write_bytes(data)

    def append(_: int) -> None:
        with file.open("ab") as growing:
            growing.write(b"more\n")

    with pytest.raises(SourceError, match="the file changed while it was read"):
        ingest_saved_tmdb(lake, file, Kind.MOVIES, RecordedProgress(append))

    assert in_raw(lake) == []


def test_a_name_that_is_no_unicode_is_a_name(lake: Lake, tmp_path: Path) -> None:
    if os.name == "nt" or os.uname().sysname == "Darwin":
        pytest.skip("names are Unicode there")

    result = ingest(lake, tmp_path / os.fsdecode(b"saved-\xff.jsonl"), film(1), "nonsense")

    assert kept_errors(lake, result)[0]["source"] == str(tmp_path / "saved-?.jsonl")


# --- runs that do not end ----------------------------------------------------------------------------------


def _be_killed(lake: Lake, file: Path, when: str, skip: int = 0) -> None:
    assert isinstance(lake.storage, FolderStorage)
    ingest_and_be_killed(lake.storage.root, file, way="tmdb", when=when, skip=skip)


def _lose_the_journal(lake: Lake) -> None:
    for kind in Kind:
        for entry in list(lake.storage.list(layout.tmdb_journal_prefix(kind))):
            lake.storage.delete(entry.key)


@pytest.mark.parametrize(
    ("when", "skip"),
    [
        pytest.param("-part-", 0, marks=pytest.mark.slow),
        ("-part-", 1),
        pytest.param("-part-", 2, marks=pytest.mark.slow),
        pytest.param("_ops/versions/", 0, marks=pytest.mark.slow),
        ("_ops/current", 0),
        pytest.param("journal", 0, marks=pytest.mark.slow),
        pytest.param("_ops/runs/", 1, marks=pytest.mark.slow),
    ],
)
def test_a_run_killed_anywhere_is_finished_by_the_next_and_no_record_is_doubled(
    lake: Lake, file: Path, when: str, skip: int
) -> None:
    documents = [film(number) for number in range(250)]
    file.write_bytes(lines(*documents))
    _be_killed(lake, file, when, skip)

    for _ in range(2):
        ingest(lake, file, *documents)

        assert sorted(ids(lake)) == [film["imdb_id"] for film in documents]
        assert sorted(part.key for part in parts(lake)) == in_raw(lake)
    assert [run.outcome for run in lake.ledger.runs(9)][0::2] == ["unchanged", "killed"]


@pytest.mark.slow
def test_parts_that_a_killed_run_left_are_adopted_once(lake: Lake, file: Path) -> None:
    file.write_bytes(lines(*(film(number) for number in range(250))))
    _be_killed(lake, file, "_ops/versions/")
    orphans = in_raw(lake)
    assert len(orphans) == 3
    assert parts(lake) == ()

    result = ingest(lake, file, film(999))

    assert result.stored == 1
    assert [part.key for part in parts(lake)] == [*orphans, result.parts[-1]]
    assert len(set(ids(lake))) == 251
    assert ingest(lake, file, film(999)).parts == []


def test_a_journal_that_is_lost_is_read_from_the_parts(lake: Lake, file: Path) -> None:
    documents = [film(number) for number in range(150)]
    ingest(lake, file, *documents)
    _lose_the_journal(lake)

    result = ingest(lake, file, *documents, film(999))

    assert (result.stored, result.unchanged) == (1, 150)
    assert len(ids(lake)) == 151


def test_the_journal_does_not_speak_for_parts_that_are_gone(lake: Lake, file: Path) -> None:
    [part] = ingest(lake, file, film(1)).parts
    lake.storage.delete(part)

    assert ingest(lake, file, film(1)).stored == 1


def test_what_lies_among_the_parts_and_is_none_is_left_alone(lake: Lake, file: Path) -> None:
    lake.storage.put("Raw/TMDB/JSON/Movies/2026/11/22/errors.jsonl", b"nonsense")

    ingest(lake, file, film(1))

    assert len(parts(lake)) == 1


def test_a_strange_part_is_named_with_its_line(lake: Lake, file: Path) -> None:
    lake.storage.put("Raw/TMDB/JSON/Movies/2026/11/22/x-part-00001.jsonl", lines(film(1), "nonsense"))

    with pytest.raises(LakeError, match=r"x-part-00001\.jsonl:2: not JSON"):
        ingest(lake, file, film(1))


def test_two_ingests_of_different_kinds_at_a_time_both_land(lake: Lake, tmp_path: Path) -> None:
    (tmp_path / "movies").write_bytes(lines(*(film(number) for number in range(150))))
    (tmp_path / "series").write_bytes(lines(*(series(number) for number in range(150))))

    race([partial(ingest_saved_tmdb, lake, tmp_path / kind.value, kind) for kind in Kind])

    assert [len(records(lake, kind)) for kind in Kind] == [150, 150]


def test_a_second_ingest_of_one_kind_is_refused(lake: Lake, file: Path) -> None:
    with lake.storage.lock("ingest-tmdb-movies", "the other"), pytest.raises(LockHeld, match="the other"):
        ingest(lake, file, film(1))

    assert in_raw(lake) == []


# --- in whatever shape and packing -------------------------------------------------------------------------


def _zipped(data: bytes, *others: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("saved/records.json", data)
        for other in others:
            archive.writestr(other, b"x")
    return buffer.getvalue()


FILMS = [film(number, budget=9007199254740993, popularity=63000000.0, genres=[{"id": 18}]) for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(FILMS).encode(),
        json.dumps(FILMS, indent=2).encode(),
        b"\n".join(json.dumps(document, indent="\t").encode() for document in FILMS),
        json.dumps({"page": 1, "results": FILMS, "total_pages": 1}).encode(),
        gzip.compress(json.dumps(FILMS, indent=2).encode()),
        _zipped(json.dumps(FILMS, indent=2).encode(), "__MACOSX/saved/._records.json"),
    ],
    ids=["array", "indented array", "indented documents", "list page", "gzip", "zip"],
)
def test_every_shape_and_packing_stores_what_json_lines_store(lake: Lake, file: Path, data: bytes) -> None:
    result = ingest_bytes(lake, file, data)

    assert (result.stored, result.is_whole) == (3, True)
    assert [record["body"] for record in records(lake)] == FILMS
    assert b'"budget": 9007199254740993,' in lake.storage.get(result.parts[0]).data
    assert b'"popularity": 63000000.0,' in lake.storage.get(result.parts[0]).data
    assert ingest(lake, file, *FILMS).unchanged == 3


def test_an_array_that_ends_early_is_partly_done(lake: Lake, file: Path) -> None:
    result = ingest_bytes(lake, file, json.dumps(FILMS, indent=2).encode()[:-20])

    assert (result.stored, result.not_records) == (2, 1)
    assert str(result.bad[0]) == f"{file}:26 (value 3): the file ends before the JSON does"
    assert kept_errors(lake, result)[0]["content"].startswith('{\n    "id": 3')


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (_zipped(b"x", "b.json"), "the zip holds 2 files, and one is expected"),
        (_zipped(b"x", "xl/workbook.xml"), "a file of Excel's"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "a file of Excel's"),
        (_zipped(b"x" * 99)[:60], "a zip that cannot be read"),
        (_zipped(lines(film(1))).replace(b"\x14\x00\x00\x00", b"\x14\x00\x01\x00"), "a zip that cannot be read"),
    ],
    ids=["two files", "xlsx", "xls", "cut", "encrypted"],
)
def test_what_cannot_be_unpacked_is_refused(lake: Lake, file: Path, data: bytes, complaint: str) -> None:
    assert refusal(lake, file, data).message.startswith(f"{file}: {complaint}")


def test_a_zip_that_unpacks_to_more_than_the_limit_is_refused(lake: Lake, file: Path) -> None:
    file.write_bytes(_zipped(lines(film(1))))

    with pytest.raises(SourceError, match="its zip holds more than 9 bytes"):
        ingest_saved_tmdb(lake, file, Kind.MOVIES, largest=9)


def test_a_folders_files_are_taken_together_but_for_those_of_another_kind(lake: Lake, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    for name in ("1.json", "movies.jsonl"):
        (folder / name).write_bytes(lines(film(len(name))))
    (folder / "untitled.json").write_bytes(lines({"id": 3}))
    (folder / "series.jsonl").write_bytes(lines(series(1)))
    (folder / "notes.txt").write_bytes(b"no JSON")

    result = ingest_saved_tmdb(lake, folder, Kind.MOVIES)

    assert (result.stored, result.not_records, result.without_title) == (3, 0, 1)
    assert [str(complaint) for complaint in result.untitled] == [f"{folder / 'untitled.json'}:1: no imdb_id"]


def test_a_folder_without_records_is_refused(lake: Lake, tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()

    with pytest.raises(SourceError, match="no files of movies in it"):
        ingest_saved_tmdb(lake, tmp_path / "saved", Kind.MOVIES)


# --- records that no table takes ---------------------------------------------------------------------------

PERSON = {"id": 287, "name": "Brad Pitt", "imdb_id": "nm0000093", "known_for_department": "Acting"}


@pytest.mark.parametrize(
    ("kind", "data", "what", "instead"),
    [
        (
            Kind.MOVIES,
            lines({"adult": False, "id": 3924, "original_title": "x", "popularity": 2.4, "video": False}),
            "TMDB's daily id exports",
            "filmes-lake ingest tmdb-exports FILE",
        ),
        (
            Kind.SERIES,
            lines({"id": 1, "original_name": "x", "popularity": 2.4}),
            "TMDB's daily id exports",
            "filmes-lake ingest tmdb-exports FILE",
        ),
        (
            Kind.MOVIES,
            json.dumps({"page": 1, "results": [{"id": 550, "title": "x", "genre_ids": [18]}]}, indent=1).encode(),
            "items of TMDB's list pages",
            "filmes-lake ingest tmdb --kind movies",
        ),
        (Kind.MOVIES, json.dumps([PERSON]).encode(), "people", "filmes-lake ingest tmdb --kind movies"),
        (Kind.SERIES, json.dumps([PERSON]).encode(), "people", "filmes-lake ingest tmdb --kind series"),
        (
            Kind.MOVIES,
            json.dumps({"id": {"0": 1, "1": 2}, "imdb_id": {"0": "tt0000001", "1": "tt0000002"}}).encode(),
            "columns and not records",
            "orient='records', lines=True",
        ),
        (
            Kind.MOVIES,
            json.dumps({"id": [1, 2], "imdb_id": ["tt0000001", "tt0000002"]}).encode(),
            "columns and not records",
            "orient='records', lines=True",
        ),
        (
            Kind.MOVIES,
            b'{"adult": {"0": false, ' + b'"1": false, ' * 1_400_000,
            "columns and not records",
            "orient='records', lines=True",
        ),
        (
            Kind.SERIES,
            lines({"id": 1, "name": "x", "number_of_seasons": 2}),
            "details of series without external_ids",
            "append_to_response=external_ids",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_no_table_can_take_is_named_and_not_stored(
    lake: Lake, file: Path, kind: Kind, data: bytes, what: str, instead: str
) -> None:
    error = refusal(lake, file, data, kind)

    assert error.message.endswith(f": these look like {what}")
    assert instead in (error.hint or "")


def test_some_records_without_an_imdb_id_are_stored_counted_and_named(lake: Lake, file: Path) -> None:
    result = ingest(lake, file, film(1), {"id": 2, "title": "x", "imdb_id": None}, film(3, imdb_id="nm0000003"))

    assert (result.stored, result.without_title, result.is_whole) == (3, 2, False)
    assert [str(complaint) for complaint in result.untitled] == [
        f"{file}:2: no imdb_id",
        f"{file}:3: no title's imdb_id: nm0000003",
    ]
    run = lake.ledger.runs(1)[0]
    assert (run.outcome, run.counts["without_title"]) == ("partly_done", 2)


def test_an_envelope_says_the_imdb_id_in_its_answers_place(lake: Lake, file: Path) -> None:
    assert ingest(lake, file, envelope({"id": 1, "title": "x"}, imdb_id="tt0000001")).is_whole

"""`ingest csv`: what gets in, as it is, and what does not."""

import gzip
import io
import os
import tracemalloc
import zlib
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from filmes_lake.errors import LockHeld, SourceError
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.delimited.landing import Landed
from filmes_lake.lake import layout
from filmes_lake.lake.compression import BLOCK_BYTES
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.models.kinds import Kind, Layer
from tests.fakes.csv_files import csv, header, line
from tests.fakes.mortal import ingest_and_be_killed
from tests.fakes.progress import RecordedProgress
from tests.fakes.threads import race

MOVIES_KEY = "Raw/Local/CSV/Movies/2026/11/22/movies.csv"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def ingest(lake: Lake, *files: Path, kind: Kind | None = None, day: date | None = None) -> list[Landed]:
    return ingest_csv(lake, files, kind, day)


def ingest_bytes(lake: Lake, file: Path, data: bytes) -> Landed:
    file.write_bytes(data)
    [landed] = ingest(lake, file)
    return landed


def stored(lake: Lake) -> list[str]:
    """Every object but the ledger's."""
    return [entry.key for entry in lake.storage.list("") if not entry.key.startswith(layout.RUNS)]


def assert_nothing_stored(lake: Lake) -> None:
    assert stored(lake) == []
    assert isinstance(lake.storage, FolderStorage)
    assert list((lake.storage.root / layout.SCRATCH).iterdir()) == []
    assert lake.ledger.runs(1)[0].outcome == "failed"


def refusal(lake: Lake, *files: Path, kind: Kind | None = None) -> SourceError:
    """The error of an ingest that stored nothing."""
    with pytest.raises(SourceError) as caught:
        ingest(lake, *files, kind=kind)
    assert_nothing_stored(lake)
    assert "\n" not in caught.value.message
    assert caught.value.hint
    return caught.value


# --- what is stored ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        csv(line(1), line(2)),
        csv(line(1), line(2), end="\r\n"),
        csv(line(1)) + line(2).encode(),
        csv(line(1, title='"'), line(2, title=" São 𝄞 \x85\u2028\v\f")),
        gzip.compress(csv(line(1), line(2))),
    ],
    ids=["LF", "CRLF", "no final newline", "odd letters", "gzip"],
)
def test_raw_holds_the_very_bytes(lake: Lake, file: Path, data: bytes) -> None:
    landed = ingest_bytes(lake, file, data)

    assert lake.storage.get(landed.key).data == data
    assert landed.status == "stored"


def test_a_csv_lies_under_the_day_of_the_run(lake: Lake, file: Path) -> None:
    assert ingest_bytes(lake, file, csv()).key == MOVIES_KEY


def test_a_csv_lies_under_the_day_that_was_asked_for(lake: Lake, file: Path) -> None:
    file.write_bytes(csv())

    [landed] = ingest(lake, file, day=date(2020, 1, 2))

    assert landed.key == "Raw/Local/CSV/Movies/2020/01/02/movies.csv"


def test_a_gzip_keeps_its_ending(lake: Lake, file: Path) -> None:
    assert ingest_bytes(lake, file, gzip.compress(csv())).key == MOVIES_KEY + ".gz"


@pytest.mark.parametrize("name", ["movies.csv", "séries.txt", "série com espaço", "movies.csv.gz"])
def test_the_kind_is_known_by_the_header_and_not_by_the_name(lake: Lake, tmp_path: Path, name: str) -> None:
    landed = ingest_bytes(lake, tmp_path / name, csv(kind=Kind.SERIES))

    assert landed.received.table.kind is Kind.SERIES
    assert landed.key == "Raw/Local/CSV/Series/2026/11/22/series.csv"


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (csv(line(1), line(2)), 2),
        (csv(line(1), line(2), end="\r\n"), 2),
        (csv(line(1)) + line(2).encode(), 2),
        (csv(line(1), end="\r\n") + line(2).encode(), 2),
        (csv(line(1), "", "", line(2)), 4),
        (csv(line(1), ""), 2),
        (csv(line(1)) + b" ", 2),
        (csv("nonsense"), 1),
    ],
)
def test_every_line_after_the_header_is_counted(lake: Lake, file: Path, data: bytes, lines: int) -> None:
    assert ingest_bytes(lake, file, data).received.lines == lines
    assert lake.require(Layer.RAW).tables["movies"].rows == lines


def test_a_large_file_is_read_in_blocks(lake: Lake, file: Path) -> None:
    data = csv(*(line(number, title="São " * 20) for number in range(15_000)))
    assert len(data) > 2 * BLOCK_BYTES
    file.write_bytes(data)
    recorded = RecordedProgress()

    [landed] = ingest_csv(lake, [file], None, None, recorded)

    assert (landed.received.lines, landed.received.bytes) == (15_000, len(data))
    assert recorded.totals == {"reading": len(data), "storing": len(data)}
    assert [sum(recorded.bytes[what]) for what in ("reading", "storing")] == [len(data), len(data)]
    assert lake.storage.get(landed.key).data == data


def test_the_manifest_records_bytes_lines_and_hash(lake: Lake, file: Path) -> None:
    landed = ingest_bytes(lake, file, csv(line(1), line(2)))

    [found] = lake.require(Layer.RAW).tables["movies"].files
    assert (found.key, found.bytes, found.rows) == (landed.key, file.stat().st_size, 2)
    assert found.sha256 == landed.received.sha256


def test_the_ledger_records_what_was_read(lake: Lake, file: Path) -> None:
    landed = ingest_bytes(lake, file, csv())

    [run] = lake.ledger.runs(9)
    assert (run.command, run.outcome) == ("ingest csv", "done")
    assert [(read.name, read.sha256) for read in run.inputs] == [(str(file), landed.received.sha256)]
    assert run.counts == {"movies": {"lines": 1, "bytes": file.stat().st_size}}
    assert run.versions == {"raw": lake.require(Layer.RAW).version}


def test_both_kinds_can_come_at_once(lake: Lake, sample: Path) -> None:
    landed = ingest(lake, sample / "series.csv", sample / "movies.csv")

    assert [file.received.lines for file in landed] == [152, 1138]
    assert set(lake.require(Layer.RAW).tables) == {"movies", "series"}


def test_a_kind_that_was_asked_for_is_taken(lake: Lake, file: Path) -> None:
    file.write_bytes(csv(kind=Kind.SERIES))

    assert ingest(lake, file, kind=Kind.SERIES)[0].status == "stored"


def test_the_users_file_is_left_alone(lake: Lake, file: Path) -> None:
    data = csv()
    ingest_bytes(lake, file, data)

    file.write_bytes(b"something else")

    assert lake.storage.get(MOVIES_KEY).data == data


# --- again -------------------------------------------------------------------------------------------------


def test_the_same_bytes_again_are_unchanged(lake: Lake, file: Path) -> None:
    first = ingest_bytes(lake, file, csv())
    before, version = stored(lake), lake.require(Layer.RAW)

    second = ingest_bytes(lake, file, csv())

    assert (second.status, second.key) == ("unchanged", first.key)
    assert stored(lake) == before
    assert lake.require(Layer.RAW) == version
    assert lake.ledger.runs(1)[0].outcome == "unchanged"


def test_the_same_bytes_on_another_day_are_unchanged(lake: Lake, file: Path) -> None:
    first = ingest_bytes(lake, file, csv())

    [second] = ingest(lake, file, day=date(2030, 1, 1))

    assert (second.status, second.key) == ("unchanged", first.key)


def test_other_bytes_on_the_same_day_lie_beside(lake: Lake, file: Path) -> None:
    ingest_bytes(lake, file, csv(line(1)))

    second = ingest_bytes(lake, file, csv(line(2)))

    assert second.key == f"Raw/Local/CSV/Movies/2026/11/22/movies-{second.received.sha256[:8]}.csv"
    assert lake.storage.get(MOVIES_KEY).data == csv(line(1))
    assert [found.key for found in lake.require(Layer.RAW).tables["movies"].files] == [second.key]


def test_other_bytes_on_another_day_have_a_folder_of_their_own(lake: Lake, file: Path) -> None:
    ingest_bytes(lake, file, csv(line(1)))
    file.write_bytes(csv(line(2)))

    [second] = ingest(lake, file, day=date(2026, 11, 23))

    assert second.key == "Raw/Local/CSV/Movies/2026/11/23/movies.csv"


def test_earlier_bytes_become_current_again_without_being_stored_twice(lake: Lake, file: Path) -> None:
    first = ingest_bytes(lake, file, csv(line(1)))
    ingest_bytes(lake, file, csv(line(2)))
    raw = [key for key in stored(lake) if key.startswith("Raw/")]

    back = ingest_bytes(lake, file, csv(line(1)))

    assert (back.status, back.key) == ("stored", first.key)
    assert [key for key in stored(lake) if key.startswith("Raw/")] == raw
    assert [found.key for found in lake.require(Layer.RAW).tables["movies"].files] == [first.key]


def test_a_file_that_a_killed_run_had_stored_is_taken_up(lake: Lake, file: Path) -> None:
    lake.storage.put(MOVIES_KEY, csv())

    landed = ingest_bytes(lake, file, csv())

    assert (landed.status, landed.key) == ("stored", MOVIES_KEY)
    assert lake.require(Layer.RAW).tables["movies"].rows == 1


def test_the_other_kinds_snapshot_stays(lake: Lake, file: Path) -> None:
    ingest_bytes(lake, file, csv(kind=Kind.SERIES))
    series = lake.require(Layer.RAW).tables["series"]

    ingest_bytes(lake, file, csv())

    assert lake.require(Layer.RAW).tables["series"] == series


def test_two_ingests_of_different_kinds_at_a_time_both_land(lake: Lake, tmp_path: Path) -> None:
    for turn in range(5):
        for kind in Kind:
            (tmp_path / kind.value).write_bytes(csv(line(turn, kind), kind=kind))

        outcomes = race([partial(ingest, lake, tmp_path / kind.value) for kind in Kind])

        landed = [outcome[0] for outcome in outcomes if not isinstance(outcome, Exception)]
        tables = lake.require(Layer.RAW).tables
        assert [tables[file.received.table.name].files[0].key for file in landed] == [file.key for file in landed]
        assert len(landed) == 2


def test_two_ingests_of_one_kind_at_a_time_leave_one_current_or_one_refused(lake: Lake, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.csv" for number in range(4)]
    for number, file in enumerate(files):
        file.write_bytes(csv(line(number)))

    outcomes = race([partial(ingest, lake, file) for file in files])

    keys = [outcome[0].key for outcome in outcomes if not isinstance(outcome, Exception)]
    assert all(isinstance(outcome, LockHeld) for outcome in outcomes if isinstance(outcome, Exception))
    assert lake.require(Layer.RAW).tables["movies"].files[0].key in keys
    assert len(set(keys)) == len(keys)


# --- headers -----------------------------------------------------------------------------------------------


def _header(*, drop: str = "", add: str = "", swap: tuple[int, int] | None = None) -> str:
    names = [name for name in header().split("|") if name != drop] + ([add] if add else [])
    if swap:
        names[swap[0]], names[swap[1]] = names[swap[1]], names[swap[0]]
    return "|".join(names)


@pytest.mark.parametrize(
    ("first", "complaint"),
    [
        (_header(drop="profissao"), "expected 15 columns, found 14 (missing: profissao)"),
        (_header(add="pais"), "expected 15 columns, found 16 (unknown: pais)"),
        (_header(drop="genero", add="gêneros"), "column 6 is 'notaMedia', expected 'genero'"),
        (_header(drop="genero", add="tipo"), "expected 15 columns, found 15 (missing: genero; unknown: tipo)"),
        (_header(swap=(4, 5)), "column 5 is 'genero', expected 'tempoMinutos'"),
        (_header(add="genero"), "expected 15 columns, found 16 (a column appears twice)"),
        (_header(drop="id", add="genero"), "expected 15 columns, found 15 (missing: id)"),
        (header().replace("|", ":"), "1: none of |, comma, ;, tab in the header"),
        (_header(add="tituloPrincipal"), "expected 15 columns, found 16 (unknown: tituloPrincipal)"),
        ("a,b,c", "expected 15 columns, found 3 (missing: id, tituloPincipal"),
        ("", "1: none of |, comma, ;, tab in the header"),
        (line(), "expected 15 columns, found 15 (missing: id, tituloPincipal"),
    ],
)
def test_another_header_is_refused_and_the_column_named(lake: Lake, file: Path, first: str, complaint: str) -> None:
    file.write_bytes((first + "\n" + line() + "\n").encode())

    assert f"{file}:1: " in (message := refusal(lake, file).message)
    assert complaint in message


def test_a_series_header_without_one_column_is_compared_with_that_of_series(lake: Lake, file: Path) -> None:
    file.write_bytes(csv(kind=Kind.SERIES).replace(b"|personagem", b"", 1))

    assert "expected 16 columns, found 15 (missing: personagem)" in refusal(lake, file).message


def test_a_kind_that_the_header_contradicts_is_refused(lake: Lake, file: Path) -> None:
    file.write_bytes(csv(kind=Kind.SERIES))

    error = refusal(lake, file, kind=Kind.MOVIES)

    assert error.message == f"{file}:1: this is the header of series, not of movies"
    assert error.hint == "check --kind"


@pytest.mark.parametrize("name", ["\x1b[31mred", "a\rb", "\x07", "x" * 5000])
def test_a_header_cannot_write_to_the_terminal(lake: Lake, file: Path, name: str) -> None:
    file.write_bytes((header() + "|" + name + "\n" + line() + "\n").encode())

    message = refusal(lake, file).message

    assert message.isprintable()
    assert len(message) < len(str(file)) + 200


@pytest.mark.parametrize(
    "data",
    [csv().decode().encode("utf-16"), b"\xfe\xff" + csv().decode().encode("utf-16-be")],
    ids=["utf-16-le", "utf-16-be"],
)
def test_utf_16_is_refused_as_such_where_nobody_said_so(lake: Lake, file: Path, data: bytes) -> None:
    file.write_bytes(data)

    error = refusal(lake, file)

    assert error.message == f"{file}:1: the file begins with UTF-16's byte-order mark"
    assert error.hint == "say --encoding utf-16"


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"PK\x03\x04....", ": a zip that cannot be read: File is not a zip file"),
        (b"BZh91AY", ":1: none of |, comma, ;, tab in the header"),
        (b"{}", ":1: this is JSON, and a CSV is expected"),
        (b"\x89PNG\r\n\x1a\n", ":1: invalid UTF-8 in the header"),
        (b"\0" * 100, ":1: a NUL byte"),
    ],
)
def test_a_file_that_is_no_csv_is_refused(lake: Lake, file: Path, data: bytes, complaint: str) -> None:
    file.write_bytes(data)

    assert refusal(lake, file).message == f"{file}{complaint}"


# --- texts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (csv(line(1), line(2)) + b"caf\xe9\n" + csv(), "4: invalid UTF-8 (byte 0xe9)"),
        (csv(line(1)) + b"\xed\xa0\x80\n", "3: invalid UTF-8 (byte 0xed)"),
        (csv(line(1)) + b"\xc0\xaf\n", "3: invalid UTF-8 (byte 0xc0)"),
        (csv(line(1)) + b"\xc3", "3: invalid UTF-8 (byte 0xc3)"),
        (csv(line(1)) + b"\xf4\x90\x80\x80\n", "3: invalid UTF-8 (byte 0xf4)"),
        (csv(line(1), "a\rb", line(2)), "3: a carriage return without a line feed"),
        (csv(line(1), end="\r\n") + b"a\rb\r\n", "3: a carriage return without a line feed"),
        (csv(line(1), end="\r\n") + b"a\r\r\n", "3: a carriage return without a line feed"),
        (csv(line(1)) + b"a\r", "3: a carriage return without a line feed"),
        (csv(line(1), line(2)) + b"a\r\n", "4: another line ending than the lines before"),
        (csv(line(1), line(2), end="\r\n") + b"a\n", "4: another line ending than the lines before"),
        (csv(line(1), "", end="\r\n") + b"\n", "4: another line ending than the lines before"),
        (csv(line(1), "a\0b"), "3: a NUL byte"),
        (csv(line(1), "a\x01\x02\x03b"), "3: the control characters 1, 2 and 3 in a row"),
        (csv(line(1), "x" * 1_048_577), "3: a line of more than 1,048,576 bytes"),
        (csv(line(1)) + b"x" * 1_048_577, "3: a line of more than 1,048,576 bytes"),
        (csv(line(1)) + b"x" * 3_000_000, "3: a line of more than 1,048,576 bytes"),
        (b"x" * 3_000_000, "1: a line of more than 1,048,576 bytes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "gzip"])
def test_a_text_that_engines_read_differently_is_refused_with_the_line(
    lake: Lake, file: Path, data: bytes, complaint: str, *, compressed: bool
) -> None:
    file.write_bytes(gzip.compress(data) if compressed else data)

    assert refusal(lake, file).message == f"{file}:{complaint}"


def test_a_fault_far_in_a_large_file_is_found_with_its_line(lake: Lake, file: Path) -> None:
    file.write_bytes(csv(*(line(number) for number in range(30_000))) + b"\xff\n")

    assert refusal(lake, file).message == f"{file}:30002: invalid UTF-8 (byte 0xff)"


@pytest.mark.parametrize("data", [f"{header()}{end}".encode() for end in ("\n", "", "\r\n")])
def test_a_header_alone_would_empty_the_lake(lake: Lake, file: Path, data: bytes) -> None:
    file.write_bytes(data)

    assert refusal(lake, file).message == f"{file}:1: a header and no data lines"


# --- gzip --------------------------------------------------------------------------------------------------

PACKED = gzip.compress(csv(*(line(number) for number in range(500))))


def _with_damage(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (PACKED[:-1], "the gzip ends early"),
        (PACKED[: len(PACKED) // 2], "the gzip ends early"),
        (PACKED[:5], "the gzip ends early"),
        (PACKED[:2], "the gzip ends early"),
        (PACKED + PACKED[:20], "the gzip ends early"),
        (_with_damage(PACKED, 3), "broken gzip"),
        (_with_damage(PACKED, len(PACKED) // 2), "broken gzip"),
        (_with_damage(PACKED, len(PACKED) - 6), "broken gzip: Error -3 while decompressing data: incorrect data check"),
        (
            _with_damage(PACKED, len(PACKED) - 2),
            "broken gzip: Error -3 while decompressing data: incorrect length check",
        ),
        (PACKED + b"garbage", "broken gzip"),
        (PACKED + b"\0\0garbage", "broken gzip"),
        (PACKED + csv(), "broken gzip"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_gzip_that_is_not_whole_is_refused(lake: Lake, file: Path, data: bytes, complaint: str) -> None:
    file.write_bytes(data)

    assert refusal(lake, file).message.startswith(f"{file}: {complaint}")


@pytest.mark.parametrize("zeros", [1, 511, BLOCK_BYTES, 2 * BLOCK_BYTES + 5])
def test_zeros_after_a_gzip_are_padding(lake: Lake, file: Path, zeros: int) -> None:
    assert ingest_bytes(lake, file, PACKED + bytes(zeros)).received.lines == 500


def test_a_gzip_of_several_members_is_one_text(lake: Lake, file: Path) -> None:
    text = csv(line(1), line(2, title="São"), line(3))
    members = [text[:100], b"", text[100:150], text[150:]]

    landed = ingest_bytes(lake, file, b"".join(map(gzip.compress, members)))

    assert landed.received.lines == 3


@pytest.mark.slow
def test_a_gzip_that_unfolds_a_thousandfold_does_not_fill_memory(lake: Lake, file: Path) -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as target:
        target.write(csv())
        for _ in range(100):
            target.write(b"tt0000001\n" * 100_000)
    assert packed.tell() < 1_000_000
    file.write_bytes(packed.getvalue())

    tracemalloc.start()
    try:
        [landed] = ingest(lake, file)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert landed.received.lines == 10_000_001
    assert peak < 20_000_000


def test_a_gzip_without_line_ends_is_given_up_early(lake: Lake, file: Path) -> None:
    compressor = zlib.compressobj(wbits=31)
    file.write_bytes(b"".join(compressor.compress(bytes(1_000_000)) for _ in range(50)) + compressor.flush())

    assert "1: a line of more than 1,048,576 bytes" in refusal(lake, file).message


# --- files -------------------------------------------------------------------------------------------------


def test_an_empty_file_is_refused(lake: Lake, file: Path) -> None:
    file.write_bytes(b"")

    assert refusal(lake, file).message == f"{file}: the file is empty"


def test_a_missing_file_is_refused(lake: Lake, file: Path) -> None:
    assert refusal(lake, file).message == f"{file}: no such file"


def test_a_folder_is_refused(lake: Lake, tmp_path: Path) -> None:
    assert refusal(lake, tmp_path).message == f"{tmp_path}: not a regular file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFO")
@pytest.mark.timeout(20)
def test_a_pipe_without_a_writer_is_refused_and_not_waited_for(lake: Lake, file: Path) -> None:
    os.mkfifo(file)

    assert refusal(lake, file).message == f"{file}: not a regular file"


@pytest.mark.usefixtures("permissions")
def test_a_file_that_may_not_be_read_is_refused(lake: Lake, file: Path) -> None:
    file.write_bytes(csv())
    file.chmod(0)

    assert refusal(lake, file).message == f"{file}: cannot be read: Permission denied"


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="names are Unicode there")
def test_a_name_that_is_no_unicode_is_an_error_like_any_other(lake: Lake, tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"movies-\xff.csv")

    refusal(lake, file)

    assert lake.ledger.runs(1)[0].parameters["sources"] == [str(tmp_path / "movies-?.csv")]


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="names are Unicode there")
def test_a_good_file_may_have_a_name_that_is_no_unicode(lake: Lake, tmp_path: Path) -> None:
    assert ingest_bytes(lake, tmp_path / os.fsdecode(b"movies-\xff.csv"), csv()).status == "stored"


@pytest.mark.parametrize(
    "data",
    [csv(*(line(number) for number in range(30_000))), csv(line(1)) + b"half a li", PACKED[:2000]],
    ids=["whole", "cut in a line", "cut in a gzip"],
)
@pytest.mark.timeout(20)
def test_a_file_that_grows_while_it_is_read_is_refused_as_such(lake: Lake, file: Path, data: bytes) -> None:
    file.write_bytes(data)

    def append(_: int) -> None:
        with file.open("ab") as growing:
            growing.write(b"more\n")

    with pytest.raises(SourceError) as caught:
        ingest_csv(lake, [file], None, None, RecordedProgress(append))

    assert caught.value.message == f"{file}: the file changed while it was read"
    assert_nothing_stored(lake)


def test_a_file_written_over_while_it_is_read_is_refused(lake: Lake, file: Path) -> None:
    file.write_bytes(csv(line(1)))

    def write_over(_: int) -> None:
        with file.open("r+b") as changing:
            changing.write(csv(line(2)))
        os.utime(file, ns=(0, 0))

    with pytest.raises(SourceError, match="the file changed while it was read"):
        ingest_csv(lake, [file], None, None, RecordedProgress(write_over))

    assert_nothing_stored(lake)


def test_two_files_of_one_kind_are_refused(lake: Lake, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(csv())

    error = refusal(lake, tmp_path / "a.csv", tmp_path / "b.csv")

    assert error.message.startswith(f"{tmp_path / 'b.csv'}: {tmp_path / 'a.csv'} holds movies too")


def test_one_bad_file_keeps_the_good_one_out(lake: Lake, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_bytes(csv())
    (tmp_path / "bad.csv").write_bytes(csv("a\0b", kind=Kind.SERIES))

    refusal(lake, tmp_path / "good.csv", tmp_path / "bad.csv")


def test_a_refused_file_leaves_the_current_snapshot(lake: Lake, file: Path) -> None:
    ingest_bytes(lake, file, csv())
    version = lake.require(Layer.RAW)

    with pytest.raises(SourceError):
        ingest_bytes(lake, file, csv("a\0b"))

    assert lake.require(Layer.RAW) == version


def test_an_interrupted_ingest_leaves_nothing(lake: Lake, file: Path) -> None:
    file.write_bytes(csv())

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest_csv(lake, [file], None, None, RecordedProgress(interrupt))

    assert stored(lake) == []
    assert lake.ledger.runs(1)[0].outcome == "interrupted"


def test_a_kind_that_is_being_ingested_is_left_to_its_holder(lake: Lake, file: Path) -> None:
    file.write_bytes(csv())

    with lake.storage.lock("ingest-csv-movies", "the other"), pytest.raises(LockHeld, match="the other"):
        ingest(lake, file)

    assert stored(lake) == []


@pytest.mark.parametrize(
    ("when", "skip"),
    [
        pytest.param("Raw/Local", 0, marks=pytest.mark.slow),
        ("_ops/versions/", 0),
        ("_ops/current", 0),
        pytest.param("_ops/runs/", 1, marks=pytest.mark.slow),
    ],
)
def test_a_run_killed_anywhere_leaves_the_old_snapshot_or_the_new_one_and_can_be_run_again(
    lake: Lake, file: Path, when: str, skip: int
) -> None:
    first = ingest_bytes(lake, file, csv(line(1)))
    file.write_bytes(csv(line(2)))
    assert isinstance(lake.storage, FolderStorage)

    ingest_and_be_killed(lake.storage.root, file, way="csv", when=when, skip=skip)

    [current] = lake.require(Layer.RAW).tables["movies"].files
    assert (current.key == first.key) == (when != "_ops/runs/")
    [again] = ingest(lake, file)
    assert lake.storage.get(again.key).data == csv(line(2))
    assert [found.key for found in lake.require(Layer.RAW).tables["movies"].files] == [again.key]
    assert len([key for key in stored(lake) if key.startswith("Raw/")]) == 2

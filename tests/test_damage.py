"""Wrong bytes are said, never served: bits flipped and files lost in a lake, and what each command makes of it."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.errors import Damaged
from filmes_lake.explain.title import explain_title
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.language import Language
from filmes_lake.models.kinds import Layer
from filmes_lake.reports.contents import document
from filmes_lake.reports.definitions import REPORTS
from filmes_lake.reports.runner import run_report
from filmes_lake.transform.freshness import lake_status
from filmes_lake.transform.pipeline import TransformRequest, transform
from tests.in_process import Here
from tests.program import Ended
from tests.schema import SCHEMA

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytest_plugins = ("tests.on_aws", "tests.sample_on_s3", "tests.in_process")

MEMORY = "400MB"
TITLE = "tt0133093"
MOVIES = "Raw/Local/CSV/Movies/*/*/*/movies.csv"
ANSWERS = "Raw/TMDB/JSON/Movies/*/*/*/*.jsonl"
FACTS = "Refined/fato_desempenho_filmes/*/*.parquet"
PEOPLE = "Trusted/pessoas/*/*.parquet"

INGEST = "put it back from a copy, or run: filmes-lake ingest csv FILE --lake "
REPAIR = "put it back from a copy, or run: filmes-lake doctor --repair --lake "
TRANSFORM = "run: filmes-lake transform all --force --lake "


def flip(path: Path, rng: random.Random) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)


@contextmanager
def flipped(path: Path, rng: random.Random) -> Iterator[None]:
    """A file with a bit changed while the block lasts."""
    data = path.read_bytes()
    flip(path, rng)
    try:
        yield
    finally:
        path.write_bytes(data)


def the(lake: Path, pattern: str) -> Path:
    """The file of a lake whose key is like this."""
    return next(path for path in sorted(lake.glob(pattern)) if path.stat().st_size)


def pointer(lake: Path) -> bytes:
    return (lake / "_ops/current.json").read_bytes()


@pytest.fixture(scope="module")
def kept(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake whose files are put back after each flip."""
    folder = tmp_path_factory.mktemp("damage") / "lake"
    shutil.copytree(demo, folder)
    return Lake(FolderStorage(folder), SCHEMA)


def reports(lake: Lake) -> list[dict[str, Any]]:
    """What every report and a query say."""
    engine = DuckDBReports(lake, MEMORY)
    rows = engine.query("SELECT COUNT(*), SUM(LENGTH(nome_artista)) FROM pessoas").rows
    return [document(run_report(lake, engine, report, {}), Language.ENGLISH) for report in REPORTS] + [{"rows": rows}]


def explained(lake: Lake) -> Any:
    """What is said of a title, and of what Raw has of it."""
    return explain_title(lake, MEMORY, TITLE, {}).explanations


def transformed(lake: Lake) -> Any:
    """The rows of the tables, made again."""
    result = transform(
        lake, DuckDBEngine(MEMORY, threads=2), TransformRequest((Layer.TRUSTED, Layer.REFINED), force=True)
    )
    return [(table.name, table.rows) for table in result.tables]


def documented(lake: Lake) -> Any:
    """What the lake's documents say: pointer, manifests, ledger."""
    states = [state for layer in Layer for state in lake.versions.states(layer).values()]
    runs, faults = lake.ledger.survey()
    for fault in (*faults, *(state for state in states if isinstance(state, Damaged))):
        raise fault
    return lake_status(lake), states, runs


def files_of(lake: Lake, *layers: Layer) -> list[str]:
    """The keys of the layers' files that hold something."""
    return [file.key for layer in layers for file in lake.require(layer).files if file.bytes]


def told_or_the_same(lake: Lake, keys: list[str], read: Callable[[Lake], Any], flips: int) -> int:
    """Flip bits in these files, one at a time: how often that was said. What is not said changes nothing."""
    rng = random.Random(11)
    right = read(lake)
    told = 0
    for _ in range(flips):
        key = rng.choice(keys)
        with flipped(Path(lake.storage.uri) / key, rng):
            told += _is_told(lake, key, read, right)
    return told


def _is_told(lake: Lake, key: str, read: Callable[[Lake], Any], right: Any) -> bool:
    try:
        found = read(lake)
    except Damaged as error:
        return key in error.message
    assert found == right, key
    return False


@pytest.mark.timeout(600)
@pytest.mark.parametrize("flips", [2, pytest.param(120, marks=pytest.mark.slow)])
def test_a_flipped_bit_in_a_table_is_said_by_whoever_opens_it(kept: Lake, flips: int) -> None:
    assert told_or_the_same(kept, files_of(kept, Layer.TRUSTED, Layer.REFINED), reports, flips) == flips


@pytest.mark.timeout(600)
@pytest.mark.parametrize("flips", [4, pytest.param(120, marks=pytest.mark.slow)])
def test_a_flipped_bit_anywhere_is_said_by_explain_that_reads_all(kept: Lake, flips: int) -> None:
    told = told_or_the_same(kept, files_of(kept, *Layer), explained, flips)

    assert told > flips / 2  # a series' answers are not read for a film


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_flipped_bit_in_raw_is_said_by_the_transform_and_nothing_is_published(kept: Lake) -> None:
    before = kept.require(Layer.TRUSTED).tables["pessoas"].rows

    assert told_or_the_same(kept, files_of(kept, Layer.RAW), transformed, 24) == 24

    assert kept.require(Layer.TRUSTED).tables["pessoas"].rows == before


@pytest.mark.slow
def test_a_flipped_bit_in_a_document_of_the_lake_is_said(kept: Lake) -> None:
    prefixes = (layout.POINTER, layout.VERSIONS, layout.RUNS)
    keys = [entry.key for prefix in prefixes for entry in kept.storage.list(prefix)]

    told = told_or_the_same(kept, keys, documented, 150)

    # What is spoilt in the name of the checksum, and only there, is a member that nobody knows.
    assert told > 135


READERS = {
    "report": (("report", "roi"), FACTS, TRANSFORM),
    "query": (("query", "SELECT 1 AS one FROM titulos"), PEOPLE, TRANSFORM),
    "explain": (("explain", TITLE), MOVIES, INGEST),
    "explain an answer": (("explain", TITLE), ANSWERS, REPAIR),
    "register": (("catalog", "register"), FACTS, TRANSFORM),
    "transform of raw": (("transform", "all", "--force"), MOVIES, INGEST),
    "transform of trusted": (("transform", "refined", "--force"), PEOPLE, TRANSFORM),
}


@pytest.mark.parametrize("case", READERS)
def test_whoever_opens_a_damaged_file_names_it_and_what_mends_it(case: str, here: Here, demo_copy: Path) -> None:
    words, pattern, mends = READERS[case]
    path, before = the(demo_copy, pattern), pointer(demo_copy)
    flip(path, random.Random(3))

    ended = here.run(*words)

    assert (ended.code, ended.out) == (1, "")
    assert ended.error == f"error: {path}: its bytes are not those that were stored ({mends}{demo_copy})"
    assert pointer(demo_copy) == before


@pytest.mark.slow
def test_tables_made_again_are_as_they_were(here: Here, demo_copy: Path) -> None:
    right = here.run("report", "roi", "--json").document["rows"]
    flip(the(demo_copy, FACTS), random.Random(5))
    assert here.run("report", "roi").code == 1

    assert here.run("transform", "all", "--force").code == 0

    assert here.run("report", "roi", "--json").document["rows"] == right


@pytest.mark.parametrize("how", ["flipped", "gone", pytest.param("cut", marks=pytest.mark.slow)])
def test_a_csv_ingested_again_takes_the_place_of_a_damaged_one(
    how: str, here: Here, demo_copy: Path, sample: Path
) -> None:
    damage(the(demo_copy, MOVIES), how)

    again = here.run("ingest", "csv", sample / "movies.csv", "--json").document

    assert [file["status"] for file in again["files"]] == ["restored"]
    assert here.run("transform", "all").code == 0
    assert here.run("doctor", "--deep", "--offline").code == 0


def damage(path: Path, how: str) -> None:
    if how == "gone":
        path.unlink()
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:-1])
    else:
        flip(path, random.Random(7))


@pytest.mark.parametrize("how", ["gone", pytest.param("cut", marks=pytest.mark.slow)])
def test_a_lost_table_is_stale_and_made_again_by_the_next_transform(how: str, here: Here, demo_copy: Path) -> None:
    path = the(demo_copy, FACTS)
    damage(path, how)
    key = path.relative_to(demo_copy).as_posix()

    layers = {layer["layer"]: layer for layer in here.run("status", "--json").document["layers"]}
    assert layers["refined"] | {"stale": True, "reason": f"missing, or of another size: {key}"} == layers["refined"]
    assert layers["trusted"]["stale"] is False
    report = here.run("report", "roi")
    assert (report.code, TRANSFORM in report.err) == (1, True)

    assert here.run("transform", "all").code == 0

    assert here.run("report", "roi").code == 0


@pytest.mark.parametrize("how", ["gone", pytest.param("cut", marks=pytest.mark.slow)])
def test_a_lost_raw_file_is_named_and_taken_again_from_where_the_settings_say(
    how: str, here: Here, demo_copy: Path, sample: Path
) -> None:
    path = the(demo_copy, MOVIES)
    damage(path, how)
    complaint = f"{path}: missing, or of another size than was stored"

    status = here.run("status")
    assert (status.code, complaint in status.out, INGEST in status.err) == (0, True, True)
    for words in (("transform", "all"), ("run",)):
        ended = here.run(*words)
        assert (ended.code, complaint in ended.err, INGEST in ended.err) == (1, True, True), words

    (here.folder / "filmes-lake.toml").write_text(f'[sources]\nmovies = "{sample / "movies.csv"}"\n')
    assert here.run("run").code == 0
    assert here.run("doctor", "--offline").code == 0


def test_doctor_reads_every_byte_where_it_is_asked_to(here: Here, demo_copy: Path) -> None:
    paths = [the(demo_copy, pattern) for pattern in (MOVIES, FACTS)]
    whole = here.run("doctor", "--deep", "--offline", "--json")
    for path in paths:
        flip(path, random.Random(9))

    shallow, deep = (here.run("doctor", "--offline", "--json", *more) for more in ((), ("--deep",)))

    assert (whole.code, shallow.code, deep.code) == (0, 0, 1)
    assert _check(whole)["verdict"] == "ok"
    found = _check(deep)
    assert all(path.relative_to(demo_copy).as_posix() in found["what"] for path in paths)
    assert found["todo"] == f"{INGEST}{demo_copy}; then {TRANSFORM}{demo_copy}"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_damaged_copy_of_an_object_in_s3_is_fetched_again(
    filled: Lake, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    rng = random.Random(13)
    right, keys = reports(filled), files_of(filled, Layer.TRUSTED, Layer.REFINED)
    for _ in range(6):
        key = rng.choice(keys)
        flip(filled.storage.local(key, tmp_path), rng)

        assert reports(filled) == right
        assert f"{key}: the copy on this machine was damaged, and was fetched again" in caplog.text


@pytest.mark.slow
def test_a_damaged_object_in_s3_is_said(filled: Lake, client: "S3Client") -> None:
    [file] = filled.require(Layer.REFINED).tables["dim_filme"].files
    data = bytearray(filled.storage.get(file.key).data)
    data[100] ^= 1
    bucket, _, prefix = filled.storage.uri.removeprefix("s3://").partition("/")
    client.put_object(Bucket=bucket, Key=f"{prefix}/{file.key}", Body=bytes(data))

    with pytest.raises(Damaged, match=f"{file.key}: its bytes are not those that were stored"):
        reports(filled)


def _check(ended: Ended) -> dict[str, Any]:
    [found] = [check for check in ended.document["checks"] if check["name"] == "bytes"]
    assert isinstance(found, dict)
    return found

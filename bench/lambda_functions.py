"""The functions of AWS Lambda that refresh a lake, `python -m bench lambda`: what they take and what that would cost.

The x86_64 zip in AWS's own emulator, on Python 3.13 and moto's S3, each function cold, with the memory and the one
processor that Lambda gives for 1,769 MB. Up to the full size its tables are held against the command line's, row by
row. Needs root.
"""

import os
import shutil
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

import boto3
import duckdb

from bench.inputs import Inputs
from bench.memory_group import MemoryGroup, memory_group
from filmes_lake.aws.prices import PRICES
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.layout import LOCKS
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.models.kinds import Layer
from tests.aws_lambda.installation import unpack_zips
from tests.aws_lambda.sandbox import Sandbox
from tests.fakes.aws import environment_of, moto_server, new_bucket
from tests.schema import SCHEMA

MEGABYTES = 1769  # from so many on a function has one whole processor
LARGEST_DISK = 2_000  # in MB
DOLLARS = {"transform": 0.002, "refresh": 0.005}
_PATIENCE = 7200  # the machine may do other things; what counts is the time of the processor
_TRANSITIONS = 12  # with one call that asks, which is more than there is here
_PRICES = PRICES["us-east-1"]
_TICKS = os.sysconf("SC_CLK_TCK")
_LAYERS = (Layer.TRUSTED, Layer.REFINED)


@dataclass(frozen=True)
class Measured:
    """One cold call of a function: seconds, those of the processor, MB of memory, with the cache too, MB of disk."""

    name: str
    seconds: float
    cpu: float
    megabytes: float
    with_cache: float
    disk: float

    @property
    def row(self) -> Sequence[str]:
        """As text, priced by the processor's seconds."""
        sizes = (f"{self.megabytes:,.0f}", f"{self.with_cache:,.0f}", f"{self.disk:,.0f}", f"{LARGEST_DISK:,}")
        return (
            *(self.name, f"{self.seconds:.1f}", f"{self.cpu:.1f}", *sizes),
            *(f"{self.cpu * MEGABYTES / 1024:.1f}", f"{self.dollars:.6f}", _limit(self.name), ""),
        )

    @property
    def dollars(self) -> float:
        """What Lambda would ask for."""
        return _PRICES.of_function(MEGABYTES, self.cpu)


@dataclass
class Refreshing:
    """A refresh that asks TMDB nothing: plan, transform, register."""

    header = (
        *("", "s", "CPU s", "peak MB", f"with cache, of {MEGABYTES * 1.048576:,.0f}", "disk MB", "limit"),
        *("GB-s", "US$", "limit", "rows that differ"),
    )
    inputs: Inputs
    _rows: list[Sequence[str]] = field(default_factory=list)

    def run(self, repeat: int) -> None:  # noqa: ARG002 - once takes long enough, and what counts is the processor's time
        """Refresh once."""
        with moto_server() as server, _environment(environment_of(server, self.inputs.scratch)) as environment:
            bucket = new_bucket(server)
            _upload(self.inputs.lake, bucket)
            sandbox = self._sandbox(bucket, environment)
            measured = [_measured(sandbox, name) for name in ("plan", "transform", "register")]
            differ = f"{self._differing(bucket):,}" if self.inputs.scale <= 1 else "not compared"
        dollars = sum(one.dollars for one in measured) + _PRICES.of_transitions(_TRANSITIONS)
        total = ("refresh", *[""] * 7, f"{dollars:.6f}", _limit("refresh"), differ)
        self._rows = [*(one.row for one in measured), total]

    def rows(self) -> Sequence[Sequence[str]]:
        """A row for each function, and one for all."""
        return self._rows

    def _sandbox(self, bucket: str, environment: Mapping[str, str]) -> Sandbox:
        code, temporary = self.inputs.scratch / "code", self.inputs.scratch / "tmp"
        unpack_zips(code)
        temporary.mkdir()
        settings = {name: value for name, value in environment.items() if name != "FILMES_LAKE_CACHE"}
        return Sandbox(code / "transform", temporary, {**settings, "FILMES_LAKE_LAKE": f"s3://{bucket}/lake"})

    def _differing(self, bucket: str) -> int:
        """Rows that only the functions' tables have, or only the command line's."""
        copies = self.inputs.scratch / "copies"
        storage = S3Storage(boto3.client("s3"), S3Address.parse(f"s3://{bucket}/lake"), copies, copies)
        wanted = Lake(FolderStorage(self.inputs.transformed_lake), SCHEMA)
        return sum(_differing(wanted, Lake(storage, SCHEMA), copies).values())


def comparison(inputs: Inputs) -> Refreshing:
    """See the module."""
    return Refreshing(inputs)


def _limit(name: str) -> str:
    return f"<= {DOLLARS[name]}" if name in DOLLARS else ""


@contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """This process's too, so that boto3 finds moto."""
    before = dict(os.environ)
    os.environ.update(wanted)
    try:
        yield wanted
    finally:
        os.environ.clear()
        os.environ.update(before)


def _upload(lake: Path, bucket: str) -> None:
    client = boto3.client("s3")
    for path in (path for path in lake.rglob("*") if path.is_file()):
        name = path.relative_to(lake).as_posix()
        if not name.startswith(LOCKS):  # a folder's locks are no leases
            client.upload_file(str(path), bucket, f"lake/{name}")
    client.close()


def _measured(sandbox: Sandbox, name: str) -> Measured:
    """What one call takes, the function's start included."""
    shutil.rmtree(sandbox.temporary / "filmes-lake", ignore_errors=True)  # a cold one has nothing
    with memory_group(f"filmes-lake-{os.getpid()}", MEGABYTES * 1024**2) as group:
        within = ("taskset", "--cpu-list", "0", *group.joining)
        limited = Sandbox(sandbox.code, sandbox.temporary, sandbox.environment, within)
        with limited.function(name, timeout=_PATIENCE) as function, _watched(sandbox.temporary) as disk:
            began = time.perf_counter()
            answer = function.invoke()
            seconds = time.perf_counter() - began
            if "errorType" in answer or "killed" in answer:
                raise RuntimeError(f"{name}: {answer}")
            cpu, resident = _taken(group)
            return Measured(name, seconds, cpu, resident / 1e6, group.peak / 1e6, disk.most / 1e6)


def _taken(group: MemoryGroup) -> tuple[float, int]:
    """Seconds of processor that the group's processes took, and the largest's peak in bytes."""
    cpu, largest = 0.0, 0
    for process in group.processes:
        times = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        cpu += (int(times[11]) + int(times[12])) / _TICKS
        status = Path(f"/proc/{process}/status").read_text()
        largest = max(largest, int(status.partition("VmHWM:")[2].split()[0]) * 1024)
    return cpu, largest


@dataclass
class _Disk:
    """The most bytes that a folder's files took on the disk at once, as far as was looked."""

    folder: Path
    most: int = 0

    def look(self) -> None:
        """Look now."""
        taken = 0
        for folder, _, names in os.walk(self.folder):
            for name in names:
                with suppress(FileNotFoundError):
                    taken += Path(folder, name).lstat().st_blocks * 512
        self.most = max(self.most, taken)


@contextmanager
def _watched(folder: Path) -> Iterator[_Disk]:
    """Looks at a folder several times a second while the block lasts."""
    disk, ended = _Disk(folder), threading.Event()

    def watch() -> None:
        while not ended.wait(0.2):
            disk.look()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield disk
    finally:
        ended.set()
        thread.join()


def _differing(wanted: Lake, made: Lake, copies: Path) -> dict[str, int]:
    """Rows that only one of two lakes has, by table."""
    names = [(layer, name) for layer in _LAYERS for name in wanted.require(layer).tables]
    with duckdb.connect() as database:
        return {
            name: sum(
                database.execute(f"SELECT COUNT(*) FROM ({one} EXCEPT ALL {other})").fetchall()[0][0]
                for one, other in permutations(_rows(lake, layer, name, copies) for lake in (wanted, made))
            )
            for layer, name in names
        }


def _rows(lake: Lake, layer: Layer, table: str, copies: Path) -> str:
    """What DuckDB reads a current table's rows from."""
    keys = [file.key for file in lake.require(layer).tables[table].files]
    return f"FROM read_parquet({list(map(str, lake.storage.local_files(keys, copies)))})"

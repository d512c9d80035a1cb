"""Where engines work: on copies, or on the lake's own objects, which are gone again where the work fails."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.errors import Damaged
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import DataFile
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import unobserved
from filmes_lake.transform.engine import WrittenFile
from filmes_lake.transform.file_access import FileAccess, LakeFiles, open_access
from tests.fakes.memory_storage import MemoryStorage

ROOT = "s3a://bucket/lake"
KEY = "Trusted/titulos/run/part-00000.parquet"


@dataclass(frozen=True)
class EngineInTheLake(DuckDBEngine):
    """An engine that says it works in the lake."""

    root: str = ROOT  # type: ignore[assignment]


def _file(key: str, data: bytes = b"") -> DataFile:
    return DataFile(key=key, bytes=len(data), rows=1, sha256=hashlib.sha256(data).hexdigest())


def test_in_the_lake_a_file_is_read_at_its_address(memory_lake: Lake) -> None:
    memory_lake.storage.put("Raw/a.csv.gz", b"packed")

    found = LakeFiles(memory_lake, f"{ROOT}/").read([_file("Raw/a.csv.gz", b"packed")])

    assert found == [f"{ROOT}/Raw/a.csv.gz"]


@pytest.mark.parametrize("stored", [None, b"pocked", b"packed!"], ids=["missing", "flipped", "longer"])
def test_in_the_lake_a_file_whose_checksum_is_another_is_refused(memory_lake: Lake, stored: bytes | None) -> None:
    if stored:
        memory_lake.storage.put("Raw/a.csv.gz", stored)

    with pytest.raises(Damaged, match=r"memory:/Raw/a\.csv\.gz: missing, or its bytes are not those"):
        LakeFiles(memory_lake, ROOT).read([_file("Raw/a.csv.gz", b"packed")])


def test_wrong_bytes_are_said_in_place_of_what_an_engine_made_of_them(memory_lake: Lake, tmp_path: Path) -> None:
    memory_lake.storage.put(KEY, b"pocked")

    def work(access: FileAccess) -> None:
        access.read([_file(KEY, b"packed")])
        raise ValueError

    with pytest.raises(Damaged) as raised, open_access(DuckDBEngine(), memory_lake, tmp_path) as access:
        work(access)

    assert raised.value.message == f"memory:/{KEY}: its bytes are not those that were stored"
    assert raised.value.hint == "run: filmes-lake transform all --force --lake memory:"


def test_in_the_lake_a_table_is_written_where_it_stays(memory: MemoryStorage, memory_lake: Lake) -> None:
    access = LakeFiles(memory_lake, ROOT)
    folder = access.output("Trusted/titulos/run/")
    memory.put(KEY, data := b"parquet" * 2_000_000)

    found = access.describe(WrittenFile(f"{folder}/part-00000.parquet", 1))

    assert found == _file(KEY, data)
    access.store([found], unobserved)
    assert list(memory.objects) == [KEY]


def test_where_the_work_fails_nothing_of_it_is_left_in_the_lake(
    memory: MemoryStorage, memory_lake: Lake, tmp_path: Path
) -> None:
    others = "Trusted/titulos/run2/part-00000.parquet"
    memory.put(others, b"")

    def work(access: FileAccess) -> None:
        access.output("Trusted/titulos/run/")
        memory.put(KEY, b"")
        memory.put("Trusted/titulos/run/_temporary/0/x", b"")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), open_access(EngineInTheLake(), memory_lake, tmp_path) as access:
        work(access)

    assert list(memory.objects) == [others]


def test_where_the_work_ends_well_it_stays(memory: MemoryStorage, memory_lake: Lake, tmp_path: Path) -> None:
    with open_access(EngineInTheLake(), memory_lake, tmp_path) as access:
        access.output("Trusted/titulos/run/")
        memory.put(KEY, b"")

    assert list(memory.objects) == [KEY]


def test_on_this_machine_nothing_lies_in_the_lake_before_it_is_stored(
    memory: MemoryStorage, memory_lake: Lake, tmp_path: Path
) -> None:
    with open_access(DuckDBEngine(), memory_lake, tmp_path) as access:
        path = Path(access.output("Trusted/titulos/run/")) / "part-00000.parquet"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"parquet")
        found = access.describe(WrittenFile(str(path), 1))
        assert memory.objects == {}
        access.store([found], unobserved)

    assert found == _file(KEY, b"parquet")
    assert memory.get(KEY).data == b"parquet"
    assert found.key.startswith(Layer.TRUSTED.folder)

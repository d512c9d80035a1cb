"""What is compared: each comparison is sides that do the same work from the same input."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.measure import Side

PYTHON = sys.executable
OURS = (PYTHON, "-m", "filmes_lake")
ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "bench"

_COPY_AND_HASH = """
import hashlib, shutil, sys
for source in sys.argv[1:]:
    shutil.copyfile(source, "copy.csv")
    with open("copy.csv", "rb") as file:
        print(hashlib.file_digest(file, "sha256").hexdigest())
"""
_BARE_TYPER = """
import typer
app = typer.Typer(help="A program.")
@app.command()
def one(name: str, loud: bool = False) -> None:
    "Say one thing."
@app.command()
def two(name: str, loud: bool = False) -> None:
    "Say another thing."
app()
"""
_PLAIN_REPORT = """
import json, sys
from pathlib import Path
import duckdb
lake, text = Path(sys.argv[1]), Path(sys.argv[2]).read_text(encoding="utf-8")
pointer = json.loads((lake / "_ops/current.json").read_text())
manifest = json.loads((lake / f"_ops/versions/{pointer['layers']['refined']['current']}.json").read_text())
connection = duckdb.connect()
for name, table in manifest["tables"].items():
    if name in text:
        files = [str(lake / file["key"]) for file in table["files"]]
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({files})")
values = {"genre": None, "min_year": None, "max_year": None, "min_votes": 1000, "include_suspect": False, "top": 10}
for row in connection.execute(text, values).fetchall():
    print(row)
"""


def transform(data: Path, work: Path) -> list[Side]:
    """`transform all` and the plain script for the same tables."""
    lake = _lake(data, work)
    prices = ROOT / "filmes_lake/transform/sql/cpi_us.csv"
    plain = (PYTHON, str(SOURCES / "plain_duckdb.py"), str(lake / "Raw"), "plain", str(prices))
    return [
        Side("transform all", (*OURS, "transform", "all", "--force", "--lake", str(lake))),
        Side("plain DuckDB script", plain, before=("rm", "-rf", "plain")),
    ]


def ingest(data: Path, work: Path) -> list[Side]:
    """`ingest csv` of both files, and a copy with a SHA-256 of each."""
    files = (str(data / "movies.csv"), str(data / "series.csv"))
    return [
        Side("ingest csv", (*OURS, "ingest", "csv", *files, "--lake", "fresh"), before=("rm", "-rf", "fresh")),
        Side("copy and SHA-256", (PYTHON, "-c", _COPY_AND_HASH, *files)),
    ]


def start(data: Path, work: Path) -> list[Side]:
    """`--help`, and that of a bare Typer program."""
    return [Side("filmes-lake --help", (*OURS, "--help")), Side("bare Typer --help", (PYTHON, "-c", _BARE_TYPER, "--help"))]


def report(data: Path, work: Path) -> list[Side]:
    """`report roi`, and the same SQL from a script with duckdb."""
    lake = _lake(data, work)
    if not (lake / "Refined").is_dir():
        _do("transform", "all", "--lake", str(lake))
    text = ROOT / "filmes_lake/reports/sql/duckdb/roi.sql"
    return [
        Side("report roi", (*OURS, "report", "roi", "--lake", str(lake))),
        Side("the SQL in a script", (PYTHON, "-c", _PLAIN_REPORT, str(lake), str(text))),
    ]


COMPARISONS = {"start": start, "ingest": ingest, "transform": transform, "report": report}


def _lake(data: Path, work: Path) -> Path:
    lake = work / "lake"
    if not lake.is_dir():
        _do("ingest", "csv", str(data / "movies.csv"), str(data / "series.csv"), "--lake", str(lake))
        _do("ingest", "tmdb", "--kind", "movies", "--from", str(data / "tmdb_movies.jsonl"), "--lake", str(lake))
    return lake


def _do(*words: str) -> None:
    import subprocess

    subprocess.run((*OURS, *words), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def clean(work: Path) -> None:
    """Throw the work folder away."""
    shutil.rmtree(work, ignore_errors=True)


def names(asked: Sequence[str]) -> list[str]:
    """The comparisons asked for; all of them where none is."""
    return [name for name in COMPARISONS if not asked or name in asked]

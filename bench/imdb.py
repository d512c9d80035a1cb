"""IMDb's own files: what is made of them, how they are taken in, how both grow, and what else loads them.

`python -m bench imdb imdb-ingest imdb-growth --scale 0.1`, `python -m bench imdb-sqlite --scale 0.01`: 1 is the full
size, and where the cores are not ours alone only processor seconds count.
"""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from bench.inputs import CACHE, Inputs, imdbs_own
from bench.measure import Program, Times

IMDB_SQLITE = "imdb-sqlite==2.1.0"
_SAME_TABLES = "people,titles,crew,ratings"


def transform(inputs: Inputs) -> Times:
    """All tables of one lake, by the command and by one plain DuckDB script."""
    lake, target = inputs.imdb_lake, inputs.scratch / "plain-imdb"
    plain = Program(["bench/plain_imdb.py", str(lake / "Raw"), str(target)], prepare=lambda: _remove(target))
    return Times("transform all, IMDb", _transform(lake), plain, limit="1.4 of CPU")


def ingest(inputs: Inputs) -> Times:
    """A set of files into a new lake, against unpacking, hashing and copying each."""
    lake, target = inputs.scratch / "new-imdb-lake", inputs.scratch / "imdb-copies"
    words = ["-m", "filmes_lake", "ingest", "imdb", str(inputs.imdb), "--lake", str(lake)]
    script = 'mkdir "$1"; for file in "$0"/*.gz; do gzip -dc "$file" | sha256sum; cp "$file" "$1"; done'
    arguments = ["-c", script, str(inputs.imdb), str(target)]
    plain = Program(arguments, prepare=lambda: _remove(target), python="sh")
    return Times("ingest imdb", Program(words, prepare=lambda: _remove(lake)), plain, limit="1.5 of CPU")


def growth(inputs: Inputs) -> Times:
    """`transform all` of files ten times as large."""
    smaller = replace(inputs, scale=inputs.scale / 10)
    return Times(
        "transform all, ten times", _transform(inputs.imdb_lake), _transform(smaller.imdb_lake), limit="11 of CPU"
    )


def sqlite(inputs: Inputs) -> Times:
    """`run` of a new lake against imdb-sqlite, which stops at an id that stands twice: so there is none.

    It takes all titles with their people into a database with indexes; we take films and series, and make all tables.
    """
    files = imdbs_own(inputs.scale, "--no-defects")
    lake, database = inputs.scratch / "run-lake", inputs.scratch / "imdb.db"
    words = ["--db", str(database), "--cache-dir", str(files), "--only", _SAME_TABLES]
    return Times(
        "run, imdb-sqlite",
        Program(
            ["-m", "filmes_lake", "run", "--lake", str(lake)],
            prepare=lambda: _remove(lake),
            environment={"FILMES_LAKE_SOURCES_IMDB": str(files)},
        ),
        Program(words, prepare=lambda: database.unlink(missing_ok=True), python=_imdb_sqlite()),
        limit="0.2 of CPU",
    )


def _transform(lake: Path) -> Program:
    return Program(["-m", "filmes_lake", "transform", "all", "--force", "--lake", str(lake)])


def _imdb_sqlite() -> str:
    """The command, installed into an environment of its own."""
    folder = CACHE / IMDB_SQLITE
    command = folder / "bin" / "imdb-sqlite"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin" / "pip"), "install", "--quiet", IMDB_SQLITE], check=True)
    return str(command)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)

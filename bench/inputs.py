"""What is measured on: a full-size input, made once, and a lake that has ingested it."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from filmes_lake.errors import EXIT_PARTLY_DONE

CACHE = Path(__file__).parent / ".cache"
_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Inputs:
    """Files of a size, and a folder for what the comparisons write, which is new in every run."""

    scale: float
    scratch: Path

    @property
    def folder(self) -> Path:
        """Where the files are; made when they are first asked for."""
        return full_scale(self.scale)

    @property
    def csvs(self) -> list[str]:
        """The films' and the series' CSV."""
        return [str(self.folder / name) for name in ("movies.csv", "series.csv")]

    @property
    def lake(self) -> Path:
        """A lake with the files in Raw and nothing made of them."""
        return self._lake_of(self.csvs, "lake")

    @property
    def unordered_lake(self) -> Path:
        """The same, but for the order of the CSVs' lines: by their text."""
        return self._lake_of([str(_by_text(Path(csv), self.scratch)) for csv in self.csvs], "unordered-lake")

    def _lake_of(self, csvs: Sequence[str], name: str) -> Path:
        folder = self.scratch / name
        if not folder.exists():
            filmes_lake("ingest", "csv", *csvs, "--lake", str(folder))
            saved = str(self.folder / "tmdb_movies.jsonl")
            # Some records have no id, on purpose: the exit code is that of what is partly done.
            words = ("ingest", "tmdb", "--kind", "movies", "--from", saved, "--lake", str(folder))
            filmes_lake(*words, ends=EXIT_PARTLY_DONE)
        return folder

    @property
    def imdb(self) -> Path:
        """A folder of files in the form of IMDb's own, of this share of their size."""
        return imdbs_own(self.scale)

    @property
    def imdb_lake(self) -> Path:
        """A lake with these files in Raw and nothing made of them."""
        folder = self.scratch / f"imdb-lake-{self.scale:g}"
        if not folder.exists():
            filmes_lake("ingest", "imdb", str(self.imdb), "--lake", str(folder))
        return folder

    @property
    def transformed_lake(self) -> Path:
        """The same lake with its Trusted and Refined tables."""
        filmes_lake("transform", "all", "--lake", str(self.lake))
        return self.lake


def full_scale(scale: float) -> Path:
    """The folder of the input of a size, which is made where it is missing."""
    return _made(f"input-{scale:g}", "bench.make_full_scale", str(scale))


def imdbs_own(scale: float, *options: str) -> Path:
    """The folder of IMDb's files at a share of their size, made where it is missing; options see `make_imdb`."""
    return _made(f"imdb-{scale:g}{''.join(options)}", "bench.make_imdb", "--scale", str(scale), *options)


def _by_text(csv: Path, folder: Path) -> Path:
    """A copy of a CSV in the folder with its lines sorted by their text, below their header."""
    header, *lines = csv.read_bytes().splitlines(keepends=True)
    copy = folder / f"by-text-{csv.name}"
    copy.write_bytes(b"".join([header, *sorted(lines)]))
    return copy


def _made(name: str, module: str, *arguments: str) -> Path:
    folder = CACHE / name
    if not folder.exists():
        unfinished = folder.with_name(f"{name}.part")
        _python(module, str(unfinished), *arguments)
        unfinished.rename(folder)
    return folder


def filmes_lake(*arguments: str, ends: int = 0) -> None:
    """Run the command line; CalledProcessError where it ends with another code."""
    _python("filmes_lake", *arguments, ends=ends)


def _python(module: str, *arguments: str, ends: int = 0) -> None:
    command = [sys.executable, "-m", module, *arguments]
    ended = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=_ROOT)
    if ended.returncode != ends:
        raise subprocess.CalledProcessError(ended.returncode, command)

"""IMDb's files for tests: a few lines of each dataset, written as IMDb writes them."""

import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path

from filmes_lake.ingest.imdb.description import BASICS, NAMES, PRINCIPALS, RATINGS, Dataset

IMDB_SET = Path(__file__).parent / "imdb_set"
"""`SMALL` as files."""

NULL = r"\N"
FILM, SERIES, EPISODE, UNRATED = "tt0000001", "tt0000002", "tt0000003", "tt0000004"
ANA, RUI, NOBODY = "nm0000001", "nm0000002", "nm0000009"

Lines = Mapping[Dataset, Iterable[str]]


def basics(title: str, kind: str = "movie", name: str = "A Film", **values: str) -> str:
    row = {"original": name, "adult": "0", "year": "1999", "end": NULL, "minutes": "100", "genres": "Crime,Drama"}
    return "\t".join([title, kind, name, *{**row, **values}.values()])


def principal(title: str, place: int | str, person: str, category: str = "actor", **values: str) -> str:
    row = {"job": NULL, "characters": NULL, **values}
    return "\t".join([title, str(place), person, category, row["job"], row["characters"]])


def person(nconst: str, name: str, **values: str) -> str:
    row = {"born": "1960", "died": NULL, "jobs": "actor", "known": FILM, **values}
    return "\t".join([nconst, name, row["born"], row["died"], row["jobs"], row["known"]])


SMALL: Lines = {
    BASICS: [
        basics(FILM),
        basics(SERIES, "tvSeries", "A Series", end="2003"),
        basics(EPISODE, "tvEpisode"),
        basics(UNRATED, "tvMovie", "Unrated"),
    ],
    RATINGS: [f"{FILM}\t7.5\t20000", f"{SERIES}\t8.0\t5000", f"{EPISODE}\t9.0\t100"],
    PRINCIPALS: [
        principal(FILM, 1, ANA, characters='["Somebody"]'),
        principal(FILM, 2, RUI, "director"),
        principal(SERIES, 1, ANA, "actress"),
        principal(EPISODE, 1, RUI),
    ],
    NAMES: [person(ANA, "Ana Lima"), person(RUI, "Rui Mar")],
}


def write_set(folder: Path, lines: Lines = SMALL, *, packed: bool = True) -> Path:
    """The datasets of `lines` as files of the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for dataset, rows in lines.items():
        write(folder, dataset, "".join(f"{row}\n" for row in rows).encode(), packed=packed)
    return folder


def write(folder: Path, dataset: Dataset, data: bytes, *, packed: bool = True) -> Path:
    """One file: its header, then these bytes."""
    text = "\t".join(dataset.header).encode() + b"\n" + data
    path = folder / (dataset.file_name if packed else dataset.file_name.removesuffix(".gz"))
    path.write_bytes(gzip.compress(text, mtime=0) if packed else text)
    return path

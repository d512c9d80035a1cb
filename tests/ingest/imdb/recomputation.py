"""What becomes of the lines of a set of IMDb's files, in plain Python: the law, told once more and in another way."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

KINDS = {"movie": "filme", "tvMovie": "filme", "tvSeries": "serie", "tvMiniSeries": "serie"}
NULLS = ("", r"\N")


class Choice(NamedTuple):
    """Which titles are taken."""

    types: tuple[str, ...] = tuple(KINDS)
    min_votes: int = 5
    adult: bool = False


ALL = Choice()


def lines_of(path: Path) -> Iterator[list[str]]:
    """The fields of each data line."""
    packed = path.suffix == ".gz"
    data = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
    for line in data.decode().removesuffix("\n").split("\n")[1:]:
        yield line.split("\t")


def is_id(text: str, prefix: str) -> bool:
    return re.fullmatch(f"{prefix}([0-9]{{7}}|[1-9][0-9]{{7,8}})", text) is not None


def is_place(text: str) -> bool:
    """Whether a text is a whole number as programs write one; there are no exponents in these files."""
    return re.fullmatch(" *[0-9]+([.]0+)? *", text) is not None


def accounting(folder: Path, choice: Choice = ALL) -> dict[str, dict[str, int]]:
    """The law's members for each raw table of the set."""
    files = {path.name.split(".tsv")[0]: path for path in folder.glob("title.*.tsv*")}
    files |= {path.name.split(".tsv")[0]: path for path in folder.glob("name.*.tsv*")}
    votes: dict[str, int] = {}
    ratings: Counter[str] = Counter()
    for tconst, _, number in _valid(files["title.ratings"], 3, ratings):
        ratings["duplicates"] += tconst in votes
        votes[tconst] = max(votes.get(tconst, 0), int(number) if number.isdecimal() else 0)
    taken, known, basics = _titles(files["title.basics"], votes, choice)
    for tconst in votes:
        ratings[_place(tconst, taken, known)] += 1
    found = {"imdb_title_basics": basics, "imdb_title_ratings": ratings}
    if "title.principals" in files:
        found |= _people(files["title.principals"], files["name.basics"], taken, known)
    return {name: {key: count for key, count in counts.items() if count} for name, counts in found.items()}


def _titles(path: Path, votes: dict[str, int], choice: Choice) -> tuple[set[str], set[str], Counter[str]]:
    basics: Counter[str] = Counter()
    best: dict[str, int] = {}
    for tconst, kind, *fields in _valid(path, 9, basics):
        basics["duplicates"] += tconst in best
        place = 3 if kind not in choice.types else 2 if fields[2] == "1" and not choice.adult else 1
        best[tconst] = min(best.get(tconst, place), place)
    taken = {tconst for tconst, place in best.items() if place == 1 and votes.get(tconst, 0) >= choice.min_votes}
    names = {1: "too_few_votes", 2: "adult", 3: "other_types"}
    basics.update("kept" if tconst in taken else names[place] for tconst, place in best.items())
    return taken, set(best), basics


def _people(principals: Path, names: Path, taken: set[str], known: set[str]) -> dict[str, Counter[str]]:
    credited_lines, people = Counter[str](), Counter[str]()
    cast: dict[tuple[str, str], str] = {}
    for tconst, ordering, nconst, *_ in _valid(principals, 6, credited_lines):
        credited_lines["duplicates"] += (tconst, ordering) in cast
        if (tconst, ordering) not in cast:
            credited_lines[_place(tconst, taken, known)] += 1
        cast[tconst, ordering] = min(cast.get((tconst, ordering), nconst), nconst)
    credited = {nconst for (tconst, _), nconst in cast.items() if tconst in taken}
    named: set[str] = set()
    for nconst, *_ in _valid(names, 6, people):
        people["duplicates"] += nconst in named
        named.add(nconst)
    people.update("kept" if nconst in credited else "not_credited" for nconst in named)
    credited_lines["without_person"] = sum(
        tconst in taken and nconst not in named for (tconst, _), nconst in cast.items()
    )
    return {"imdb_title_principals": credited_lines, "imdb_name_basics": people}


def _valid(path: Path, width: int, counts: Counter[str]) -> Iterator[list[str]]:
    prefix = "nm" if path.name.startswith("name") else "tt"
    for fields in lines_of(path):
        counts["lines"] += 1
        if len(fields) == width and is_id(fields[0], prefix) and (width != 6 or prefix == "nm" or _is_credit(fields)):
            yield fields
        else:
            counts["rejected"] += 1


def _is_credit(fields: list[str]) -> bool:
    return is_place(fields[1]) and is_id(fields[2], "nm")


def _place(tconst: str, taken: set[str], known: set[str]) -> str:
    return "kept" if tconst in taken else "of_titles_left_out" if tconst in known else "without_title"

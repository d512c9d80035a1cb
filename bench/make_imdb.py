#!/usr/bin/env python3
"""Write synthetic files in the form of IMDb's non-commercial datasets, at any share of their size.

    make_imdb.py OUT_DIR [--scale 0.1] [--seed 20260228] [--no-defects] [--plain] [--level 6]

Needs numpy and pyarrow. At scale 1 the rows are those of 2026-02-28: 12.3 M titles, 1.64 M ratings, 98 M principals,
15.1 M names. Writes title.basics, title.ratings, title.principals and name.basics (.tsv.gz, or .tsv with --plain) and
planted.json. The same arguments give the same bytes (with the same numpy). All words, people and votes are invented.

What the files share with the real ones: header, tabs, LF, UTF-8, no quoting, \\N; ids of tt/nm and 7 or 8 digits in the
order of their text (tt1000000 < tt10000000 < tt1000001); shares of title types, adult titles, nulls, years, genres,
votes (5 and more), credits per title (1 to 75), categories, jobs, characters as JSON; few people with many credits;
half of the names in no credit; episodes are three titles of four. What they do not share: casts of a series repeat from
episode to episode in the real files, which therefore compress better; orderings are dense.

Defects planted (planted.json has the exact numbers), each seen in real files unless marked *:
  title.basics      titles named None, NULL, NA, nan, null; titles that are wholly quoted, open with a quote that never
                    closes, or hold quotes inside; a backslash; CJK, Arabic, emoji; a title of 390 characters;
                    year 2115; *text as runtime; *a year as isAdult; *an id twice, alike and with another year;
                    *a line with a column too few, *one with a column too many, *a blank line, *a bad id
  title.ratings     10.0 and 1.0; *ids without a title; *a rating of 11; *votes that are no number
  title.principals  ids without a title; people without a name line; a person twice in a title, with another job or
                    category; several characters in one list; commas, escaped quotes and backslashes in them;
                    *a characters text that is no JSON; *a category nobody knows; *(tconst, ordering) twice; job 'none'
  name.basics       no name; '' as well as \\N for no professions; births in antiquity; known-for ids without a title;
                    *an id twice; *born after death
"""

import argparse
import json
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

ROWS = {
    "title.basics": 12_323_467,
    "title.ratings": 1_641_397,
    "title.principals": 98_073_271,
    "name.basics": 15_122_182,
}
CHUNK = 250_000
NULL = r"\N"
HEADERS = {
    "title.basics": "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres",
    "title.ratings": "tconst averageRating numVotes",
    "title.principals": "tconst ordering nconst category job characters",
    "name.basics": "nconst primaryName birthYear deathYear primaryProfession knownForTitles",
}
# type: share of titles, of them rated, mean credits, standard deviation
TYPES = {
    "tvEpisode": (0.7719, 0.085, 8.3, 6.5),
    "short": (0.0903, 0.16, 8.5, 5.0),
    "movie": (0.0601, 0.46, 14.0, 6.0),
    "video": (0.0262, 0.19, 8.0, 5.0),
    "tvSeries": (0.0240, 0.37, 11.0, 7.0),
    "tvMovie": (0.0125, 0.38, 12.0, 6.0),
    "tvMiniSeries": (0.0056, 0.35, 12.0, 7.0),
    "tvSpecial": (0.0047, 0.24, 9.0, 5.0),
    "videoGame": (0.0039, 0.40, 9.0, 6.0),
    "tvShort": (0.0008, 0.21, 8.0, 4.0),
    "tvPilot": (0.00001, 0.0, 5.0, 2.0),
}
GENRES = [
    "Action",
    "Adult",
    "Adventure",
    "Animation",
    "Biography",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Family",
    "Fantasy",
    "Film-Noir",
    "Game-Show",
    "History",
    "Horror",
    "Music",
    "Musical",
    "Mystery",
    "News",
    "Reality-TV",
    "Romance",
    "Sci-Fi",
    "Short",
    "Sport",
    "Talk-Show",
    "Thriller",
    "War",
    "Western",
]
GENRE_WEIGHTS = [5, 3, 4, 6, 1.5, 17, 5, 8, 24, 6, 3, 0.1, 4, 2, 3, 4, 1, 3, 10, 8, 8, 2, 9, 3, 11, 3, 0.5, 0.4]
CATEGORIES = {
    "actor": 22_377_474,
    "actress": 16_903_926,
    "self": 13_924_466,
    "writer": 11_299_252,
    "director": 8_115_248,
    "producer": 7_080_733,
    "editor": 4_985_971,
    "cinematographer": 3_812_674,
    "composer": 3_055_105,
    "production_designer": 1_121_794,
    "casting_director": 1_099_580,
    "archive_footage": 593_651,
    "archive_sound": 11_675,
}
JOBS = {
    "writer": ["written by", "creator", "story by", "screenplay", "based on the novel by", "writer", "head writer"],
    "director": ["co-director", "director"],
    "producer": ["producer", "executive producer", "line producer"],
    "cinematographer": ["director of photography"],
    "editor": ["editor", "film editor"],
    "composer": ["composer"],
}
PROFESSIONS = [
    "actor",
    "actress",
    "miscellaneous",
    "producer",
    "camera_department",
    "production_department",
    "writer",
    "sound_department",
    "art_department",
    "composer",
    "director",
    "editor",
    "soundtrack",
    "music_department",
    "editorial_department",
    "visual_effects",
    "make_up_department",
    "assistant_director",
    "stunts",
    "cinematographer",
    "animation_department",
    "casting_department",
    "archive_footage",
]
SYLLABLES = [
    "ba",
    "be",
    "bo",
    "da",
    "de",
    "di",
    "do",
    "fa",
    "fe",
    "ga",
    "go",
    "ka",
    "ke",
    "ki",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "ni",
    "no",
    "pa",
    "pe",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "si",
    "ta",
    "te",
    "ti",
    "to",
    "va",
    "ve",
    "vi",
    "zo",
]
FOREIGN = ["東京の夜", "臥虎", "기생", "Жизнь", "زندگی", "İstanbul", "São", "L'été", "Straße", "😀"]
NAMELESS = ["None", "NULL", "NA", "nan", "null"]


def strings(values: Any) -> pa.Array:
    return pa.array(values, pa.string())


def pick(rng: np.random.Generator, words: pa.Array, n: int, power: float = 1.0) -> pa.Array:
    """`n` of the words; with a power over 1 the first ones more often."""
    return words.take(pa.array((len(words) * rng.random(n) ** power).astype(np.int64)))


def join(*parts: Any, between: str = "") -> pa.Array:
    return pc.binary_join_element_wise(
        *[pa.scalar(part) if isinstance(part, str) else part for part in parts], pa.scalar(between)
    )


def where(mask: Any, yes: Any, no: Any) -> pa.Array:
    return pc.if_else(pa.array(mask), pa.scalar(yes) if isinstance(yes, str) else yes, no)


def text(numbers: np.ndarray) -> pa.Array:
    return pc.cast(pa.array(numbers), pa.string())


def ids(prefix: str, numbers: np.ndarray) -> pa.Array:
    return join(prefix, pc.utf8_lpad(text(numbers), 7, "0"))


def draw_ids(rng: np.random.Generator, count: int, short_share: float, highest: int) -> np.ndarray:
    """`count` different numbers in the order of their text, `short_share` of them with 7 digits."""
    short = rng.choice(9_999_999, min(int(count * short_share), 9_900_000), replace=False, shuffle=False) + 1
    long = rng.choice(highest - 10_000_000, count - len(short), replace=False, shuffle=False) + 10_000_000
    numbers = np.concatenate([short, long]).astype(np.int64)
    return numbers[np.argsort(np.where(numbers < 10_000_000, numbers * 20, numbers * 2 + 1), kind="stable")]


class File:
    """A TSV that grows by arrays of lines."""

    def __init__(self, folder: Path, name: str, *, plain: bool, level: int) -> None:
        self.rows, self.bytes = 0, 0
        self._deflate = None if plain else zlib.compressobj(level, zlib.DEFLATED, 31)
        self._file = (folder / (f"{name}.tsv" if plain else f"{name}.tsv.gz")).open("wb")
        self._write((HEADERS[name].replace(" ", "\t") + "\n").encode())

    def add(self, *columns: pa.Array) -> None:
        self.add_lines(join(*columns, between="\t"))

    def add_lines(self, lines: pa.Array) -> None:
        whole = join(lines, "\n")
        whole = pa.concat_arrays([whole])  # its values begin at offset 0
        offsets = np.frombuffer(whole.buffers()[1], np.int32)[whole.offset : whole.offset + len(whole) + 1]
        self._write(memoryview(whole.buffers()[2])[int(offsets[0]) : int(offsets[-1])])
        self.rows += len(lines)

    def _write(self, data: Any) -> None:
        self.bytes += len(data)
        self._file.write(self._deflate.compress(data) if self._deflate else data)

    def close(self) -> None:
        if self._deflate:
            self._file.write(self._deflate.flush())
        self._file.close()


class Maker:
    def __init__(self, folder: Path, scale: float, seed: int, *, defects: bool, plain: bool, level: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.planted: Counter[str] = Counter()
        self.defects = defects
        self._folder, self._plain, self._level = folder, plain, level
        self.titles = draw_ids(self.rng, int(ROWS["title.basics"] * scale), 0.4573, 40_500_000)
        self.names = draw_ids(self.rng, int(ROWS["name.basics"] * scale), 0.556, 18_000_000)
        # Who is credited at all, most credited first.
        self.credited = self.rng.permutation(len(self.names))[: int(6_990_414 * scale)]
        kinds = list(TYPES)
        shares = np.array([TYPES[kind][0] for kind in kinds])
        self.kinds, self.kind = (
            strings(kinds),
            self.rng.choice(len(kinds), len(self.titles), p=shares / shares.sum()).astype(np.int8),
        )
        rated = np.array([TYPES[kind][1] for kind in kinds])[self.kind]
        self.rated = self.rng.random(len(self.titles)) < rated * ROWS["title.ratings"] * scale / rated.sum()
        self.scale = scale
        words = sorted({"".join(self.rng.choice(SYLLABLES, self.rng.integers(2, 5))) for _ in range(30_000)})
        self.rng.shuffle(words)
        self.words = strings([word.capitalize() for word in words])
        self.combos = strings(self._combos())

    def open(self, name: str) -> File:
        """A dataset's file, to be filled."""
        return File(self._folder, name, plain=self._plain, level=self._level)

    def _combos(self) -> list[str]:
        weights = np.array(GENRE_WEIGHTS) / sum(GENRE_WEIGHTS)
        found: dict[str, None] = {}
        while len(found) < 1500:
            found[
                ",".join(
                    sorted(
                        self.rng.choice(
                            GENRES, self.rng.choice([1, 2, 3], p=[0.55, 0.27, 0.18]), replace=False, p=weights
                        )
                    )
                )
            ] = None
        return sorted(found, key=lambda combo: (combo.count(","), combo))

    def some(self, name: str, n: int, share: float) -> np.ndarray:
        """Which rows get a defect; at least one of a file's first chunk, none where there are to be none."""
        mask = self.rng.random(n) < share if self.defects else np.zeros(n, bool)
        if self.defects and not self.planted[name] and n:
            mask[self.rng.integers(n)] = True
        self.planted[name] += int(mask.sum())
        return mask

    def chunks(self, n: int) -> Iterator[tuple[int, int]]:
        for start in range(0, n, CHUNK):
            yield start, min(start + CHUNK, n)

    # title.basics

    def basics(self) -> None:  # noqa: PLR0915 - a column a line
        rng, out = self.rng, self.open("title.basics")
        for start, end in self.chunks(len(self.titles)):
            n, kind = end - start, self.kind[start:end]
            number = self.titles[start:end]
            year = np.maximum(2026 - np.floor(rng.gamma(1.1, 14.0, n)).astype(int), 1874)
            title = self._title(n, kind, year)
            another = rng.random(n) < np.where(kind == 0, 0.01, 0.12)
            original = where(another, join(pick(rng, self.words, n, 2.0), " ", pick(rng, self.words, n, 2.0)), title)
            adult = where(rng.random(n) < 0.033, "1", strings(["0"] * n))
            years = where(rng.random(n) < 0.118, NULL, text(year))
            ended = np.isin(kind, (4, 6)) & (rng.random(n) < 0.42)
            last = where(ended, text(np.minimum(year + rng.geometric(0.35, n) - 1, 2027)), strings([NULL] * n))
            minutes = where(
                rng.random(n) < 0.641,
                NULL,
                text(
                    np.where(
                        kind == 2,
                        np.clip(rng.normal(92, 22, n), 40, 600),
                        rng.choice([5, 10, 15, 22, 25, 30, 44, 45, 60], n),
                    ).astype(int)
                ),
            )
            genres = where(rng.random(n) < 0.0433, NULL, pick(rng, self.combos, n, 4.0))
            if self.defects:
                years = where(self.some("basics: year 2115", n, 2e-7), "2115", years)
                minutes = where(self.some("basics: text as runtime", n, 2e-6), "Reality-TV", minutes)
                adult = where(self.some("basics: year as isAdult", n, 1e-6), "2019", adult)
            tconst = ids("tt", number)
            kinds = self.kinds.take(pa.array(kind))
            lines = join(tconst, kinds, title, original, adult, years, last, minutes, genres, between="\t")
            if self.defects:
                lines = where(
                    self.some("basics: a column too few", n, 4e-7), join(tconst, kinds, title, between="\t"), lines
                )
                lines = where(self.some("basics: a column too many", n, 4e-7), join(lines, "\tDrama"), lines)
                lines = where(self.some("basics: bad id", n, 4e-7), join("xx", lines), lines)
            out.add_lines(lines)
            if self.defects:
                again = np.flatnonzero(self.some("basics: line twice", n, 4e-7))
                out.add_lines(lines.take(pa.array(again)))
                other = np.flatnonzero(self.some("basics: id twice, another year", n, 4e-7))
                out.add_lines(
                    join(
                        *[column.take(pa.array(other)) for column in (tconst, kinds, title, original, adult)],
                        "1999",
                        *[column.take(pa.array(other)) for column in (last, minutes, genres)],
                        between="\t",
                    )
                )
        if self.defects:
            out.add_lines(strings([""]))
            self.planted["basics: blank line"] += 1
        out.close()
        self.rows_of("title.basics", out)

    def _title(self, n: int, kind: np.ndarray, year: np.ndarray) -> pa.Array:
        rng = self.rng

        def w() -> pa.Array:
            return pick(rng, self.words, n, 2.0)

        form = rng.random(n)
        title = join("The ", w(), " ", w())
        title = where(form < 0.75, join(w(), " ", w()), title)
        title = where(form < 0.35, w(), title)
        title = where((form > 0.9), join(w(), " of ", w(), " ", w()), title)
        episode = kind == 0
        dated = join("Episode dated ", text(rng.integers(1, 29, n)), " March ", text(year))
        title = where(
            episode & (form < 0.42),
            join("Episode #", text(rng.integers(1, 9, n)), ".", text(rng.integers(1, 60, n))),
            title,
        )
        title = where(episode & (form >= 0.42) & (form < 0.525), dated, title)
        title = where(rng.random(n) < 0.02, join(pick(rng, strings(FOREIGN), n), " ", title), title)
        if self.defects:
            title = where(self.some("basics: word of null as title", n, 2e-6), pick(rng, strings(NAMELESS), n), title)
            title = where(self.some("basics: wholly quoted", n, 1e-3), join('"', title, '"'), title)
            title = where(self.some("basics: quote never closed", n, 5e-5), join('"', title), title)
            title = where(self.some("basics: quotes inside", n, 1e-3), join(title, ' "', w(), '"'), title)
            title = where(self.some("basics: backslash", n, 2e-6), join("AC\\", title), title)
            title = where(self.some("basics: 390 characters", n, 1e-6), "Resultant " * 38 + "Resultant.", title)
        return title

    # title.ratings

    def ratings(self) -> None:
        rng, out = self.rng, self.open("title.ratings")
        rated = self.titles[self.rated]
        for start, end in self.chunks(len(rated)):
            n = end - start
            rating = tenths(np.clip(np.round(rng.normal(69, 14, n)), 10, 100).astype(int))
            votes = text(np.minimum(5 + np.floor(np.exp(rng.normal(2.9, 1.75, n))), 3_100_000).astype(np.int64))
            rating = where(self.some("ratings: 11", n, 2e-6), "11.0", rating)
            votes = where(self.some("ratings: votes no number", n, 2e-6), "many", votes)
            out.add(ids("tt", rated[start:end]), rating, votes)
        if self.defects:
            n = max(2, int(40 * self.scale))
            out.add(ids("tt", 99_000_000 + np.arange(n)), strings(["5.0"] * n), strings(["9"] * n))
            self.planted["ratings: id without a title"] += n
        out.close()
        self.rows_of("title.ratings", out)

    # title.principals

    def principals(self) -> None:  # noqa: PLR0915 - a column a line
        rng, out = self.rng, self.open("title.principals")
        names = list(CATEGORIES)
        shares = np.array(list(CATEGORIES.values()), float)
        category_words = strings(names)
        means = np.array([TYPES[kind][2] for kind in TYPES])
        spread = np.array([TYPES[kind][3] for kind in TYPES])
        # A gamma for each type, so scaled that the sum is the real one; a tenth of all titles has no credit.
        for start, end in self.chunks(len(self.titles)):
            kind = self.kind[start:end]
            shape = (means / spread) ** 2
            count = np.ceil(rng.gamma(shape[kind], (means / shape)[kind]) * 0.945).astype(np.int64)
            count = np.minimum(np.where(rng.random(end - start) < 0.0957, 0, np.maximum(count, 1)), 75)
            at = np.repeat(np.arange(end - start), count)
            n = len(at)
            first = np.cumsum(count) - count
            ordering = np.arange(n) - first[at] + 1
            category = np.minimum(np.searchsorted(np.cumsum(shares / shares.sum()), rng.random(n)), len(names) - 1)
            person = self._people(n)
            twice = (ordering > 1) & self.some("principals: a person again in a title", n, 0.02)
            person[1:][twice[1:]] = person[:-1][twice[1:]]
            nconst = ids("nm", self.names[person])
            tconst = ids("tt", self.titles[start:end][at])
            words = category_words.take(pa.array(category))
            job = strings([NULL]).take(pa.array(np.zeros(n, np.int64)))
            for name, jobs in JOBS.items():
                share = {"producer": 0.95, "cinematographer": 0.55, "writer": 0.6}.get(name, 0.35)
                job = where((category == names.index(name)) & (rng.random(n) < share), pick(rng, strings(jobs), n), job)
            plays = (category < 3) & (rng.random(n) < 0.90)
            played = join('["', self._character(n, category), '"]')
            played = where(
                rng.random(n) < 0.035,
                join('["', self._character(n, category), '","', self._character(n, category), '"]'),
                played,
            )
            characters = where(plays, played, strings([NULL]).take(pa.array(np.zeros(n, np.int64))))
            if self.defects:
                nconst = where(
                    self.some("principals: a person without a name line", n, 1e-4),
                    ids("nm", rng.integers(90_000_000, 99_000_000, n)),
                    nconst,
                )
                tconst = where(
                    self.some("principals: id without a title", n, 2e-5),
                    ids("tt", rng.integers(90_000_000, 99_000_000, n)),
                    tconst,
                )
                words = where(self.some("principals: category unknown", n, 2e-7), "intimacy_coordinator", words)
                job = where(self.some("principals: job none", n, 1e-8), "none", job)
                odd = self.some("principals: characters are no JSON", n, 2e-7)
                characters = where(odd, '["Cut', characters)
            out.add(tconst, text(ordering), nconst, words, job, characters)
            if self.defects:
                again = pa.array(np.flatnonzero(self.some("principals: tconst and ordering twice", n, 1e-7)))
                out.add(*[column.take(again) for column in (tconst, text(ordering), nconst, words, job, characters)])
        out.close()
        self.rows_of("title.principals", out)

    def _people(self, n: int) -> np.ndarray:
        """Indexes into names: the most credited person has 0.037% of all credits, most people a handful."""
        least = (1 / (len(self.credited) * 6 * 3.7e-4)) ** 0.2 if len(self.credited) > 3000 else 0.2
        u = (self.rng.random(n) * (1 - least) + least) ** 6
        rank = ((u - least**6) / (1 - least**6) * len(self.credited)).astype(np.int64)
        return self.credited[np.minimum(rank, len(self.credited) - 1)]

    def _character(self, n: int, category: np.ndarray) -> pa.Array:
        rng = self.rng
        name = where(
            rng.random(n) < 0.5,
            pick(rng, self.words, n, 2.0),
            join(pick(rng, self.words, n, 2.0), " ", pick(rng, self.words, n, 2.0)),
        )
        name = where(category == 2, where(rng.random(n) < 0.8, "Self", strings(["Self - Host"] * n)), name)
        if self.defects:
            name = where(
                self.some("principals: escaped quotes in a character", n, 4e-3),
                join(name, ' \\"', pick(rng, self.words, n), '\\"'),
                name,
            )
            name = where(self.some("principals: escaped backslash in a character", n, 1e-6), join(name, "\\\\"), name)
            name = where(self.some("principals: comma in a character", n, 5e-3), join(name, ", Jr."), name)
        return name

    # name.basics

    def people(self) -> None:  # noqa: PLR0915 - a column a line
        rng, out = self.rng, self.open("name.basics")
        professions = strings(PROFESSIONS)
        for start, end in self.chunks(len(self.names)):
            n = end - start
            name = join(pick(rng, self.words, n, 2.0), " ", pick(rng, self.words, n))
            name = where(rng.random(n) < 0.02, join(pick(rng, strings(FOREIGN), n), " ", name), name)
            born = np.clip(rng.normal(1965, 28, n), 1830, 2022).astype(int)
            known_birth = rng.random(n) < 0.0441
            died = np.minimum(born + np.clip(rng.normal(72, 14, n), 5, 104).astype(int), 2026)
            birth = where(known_birth, text(born), strings([NULL] * n))
            death = where(rng.random(n) < np.where(known_birth, 0.35, 0.0015), text(died), strings([NULL] * n))
            k = rng.choice(3, n, p=[0.70, 0.21, 0.09])
            jobs = pick(rng, professions, n, 2.5)
            jobs = where(k > 0, join(jobs, ",", pick(rng, professions, n, 1.5)), jobs)
            jobs = where(k > 1, join(jobs, ",", pick(rng, professions, n)), jobs)
            jobs = where(rng.random(n) < 0.2005, NULL, jobs)
            k = rng.choice(4, n, p=[0.56, 0.18, 0.12, 0.14])
            title = [
                ids("tt", self.titles[(len(self.titles) * rng.random(n) ** 1.3).astype(np.int64)]) for _ in range(4)
            ]
            known = title[0]
            for more in range(1, 4):
                known = where(k >= more, join(known, ",", title[more]), known)
            known = where(rng.random(n) < 0.1187, NULL, known)
            if self.defects:
                name = where(self.some("names: no name", n, 5e-6), NULL, name)
                name = where(self.some("names: word of null as name", n, 1e-6), pick(rng, strings(NAMELESS), n), name)
                jobs = where(self.some("names: professions ''", n, 0.02), "", jobs)
                birth = where(self.some("names: born in antiquity", n, 2e-6), "4", birth)
                known = where(self.some("names: known for an id without a title", n, 1e-3), "tt99999999", known)
                turned = self.some("names: born after death", n, 1e-6)
                birth, death = where(turned, "1990", birth), where(turned, "1950", death)
            nconst = ids("nm", self.names[start:end])
            out.add(nconst, name, birth, death, jobs, known)
            if self.defects:
                again = pa.array(np.flatnonzero(self.some("names: line twice", n, 4e-7)))
                out.add(*[column.take(again) for column in (nconst, name, birth, death, jobs, known)])
        out.close()
        self.rows_of("name.basics", out)

    def rows_of(self, name: str, out: File) -> None:
        self.planted[f"rows of {name}"] = out.rows
        self.planted[f"bytes of {name}"] = out.bytes


def tenths(numbers: np.ndarray) -> pa.Array:
    return join(text(numbers // 10), ".", text(numbers % 10))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=20260228)
    parser.add_argument("--no-defects", action="store_true")
    parser.add_argument("--plain", action="store_true", help=".tsv, not .tsv.gz")
    parser.add_argument("--level", type=int, default=6, help="gzip's level")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    maker = Maker(
        given.folder, given.scale, given.seed, defects=not given.no_defects, plain=given.plain, level=given.level
    )
    maker.basics()
    maker.ratings()
    maker.people()
    maker.principals()
    (given.folder / "planted.json").write_text(json.dumps(maker.planted, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()

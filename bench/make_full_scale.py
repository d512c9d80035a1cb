"""Write a full-size input that is the same at every run: movies.csv (164 MB), series.csv (73 MB), tmdb_movies.jsonl.

    python -m bench.make_full_scale FOLDER [SCALE] [TITLES.csv or .csv.gz]

Titles come from the column `tituloPincipal` of TITLES, else from the sample in the package; people, votes and money
are synthetic. It plants what real files hold: nulls, exact duplicates, quotes (also unbalanced ones), blanks around
names, CJK and accents, lines with too many or too few columns, a year that is not a number, zero and missing budgets,
empty release dates, repeated TMDB records.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import DELIMITER, header_of

Array = Any  # pyarrow comes without types
Integers = npt.NDArray[np.int64]

SAMPLE = Path(str(files("filmes_lake.sample") / "movies.csv"))
ARTISTS, FILMS, SERIES, RECORDS = 460_000, 332_000, 150_000, 30_000
FILM_LINES, SERIES_LINES = 1_022_000, 442_000

NULL = "\\N"
FOREIGN = (
    "東京物語 千と千尋の神隠し 臥虎藏龍 기생충 Città L'été_meurtrier São_Paulo Ação Großstadt Жизнь زندگی"
    " İstanbul Ñandú Œuvre"
)
GENRES = (
    "Action Adventure Animation Biography Comedy Crime Documentary Drama Family Fantasy History Horror Music Musical"
    " Mystery Romance Sci-Fi Short Sport Thriller War Western News Adult Reality-TV Talk-Show"
)
GENRE_WEIGHTS = [9, 6, 3, 3, 16, 7, 10, 28, 5, 4, 3, 7, 3, 2, 4, 9, 3, 6, 2, 8, 2, 2, 0.6, 0.4, 0.5, 0.3]
PROFESSIONS = (
    "actor actress actor,producer actor,director,writer actress,soundtrack actor,miscellaneous actress,producer,writer"
    " actor,stunts actor,writer actress,writer actor,soundtrack,producer miscellaneous,actor director,writer,actor"
)
CHARACTERS = (
    "Self Narrator Doctor Police_Officer Mother Father The_Man The_Woman Soldier Teacher Detective Waitress Judge King"
    " Nurse"
)
TMDB_GENRES = (
    "28 Ação,12 Aventura,16 Animação,35 Comédia,80 Crime,99 Documentário,18 Drama,10751 Família,14 Fantasia,"
    "36 História,27 Terror,10402 Música,9648 Mistério,10749 Romance,878 Ficção científica,53 Thriller,"
    "10752 Guerra,37 Faroeste"
)


def strings(values: Any) -> Array:
    return pa.array(values, pa.string())


def words_of(text: str) -> Array:
    return strings([word.replace("_", " ") for word in text.split()])


def taken(values: Array, places: Integers) -> Array:
    return values.take(pa.array(places))


def joined(*parts: Array | str) -> Array:
    return pc.binary_join_element_wise(
        *(pa.scalar(part) if isinstance(part, str) else part for part in parts), pa.scalar("")
    )


def digits(numbers: Integers) -> Array:
    return pc.cast(pa.array(numbers), pa.string())


def title_ids(numbers: Integers) -> Array:
    return joined("tt", pc.utf8_lpad(digits(numbers), 7, "0"))


def where(mask: npt.NDArray[np.bool_], value: Array | str, otherwise: Array) -> Array:
    return pc.if_else(pa.array(mask), pa.scalar(value) if isinstance(value, str) else value, otherwise)


@dataclass
class Titles:
    """Columns of the title, and as numbers what other columns follow from."""

    columns: dict[str, Array]
    years: Integers
    minutes: Integers
    votes: Integers

    def __len__(self) -> int:
        return len(self.years)


class Maker:
    """Draws every column from one seeded generator: the order of the draws is part of the result."""

    def __init__(self, titles: Path) -> None:
        self.random = np.random.default_rng(20240131)
        options = pcsv.ConvertOptions(include_columns=["tituloPincipal"], column_types={"tituloPincipal": pa.string()})
        parsing = pcsv.ParseOptions(delimiter=DELIMITER, quote_char=False)
        table = pcsv.read_csv(titles, parse_options=parsing, convert_options=options)
        self.real = pc.unique(table["tituloPincipal"].combine_chunks())
        words = {word for title in self.real[:30_000].to_pylist() for word in title.split()}
        words = {word for word in words if 2 < len(word) < 12 and '"' not in word}
        self.words = strings(sorted(words))
        self.names = strings(sorted(word for word in words if word[0].isupper() and word.isalpha()))
        self.foreign = words_of(FOREIGN)
        self.genres = strings(_genre_lists())

    def any_of(self, values: Array, count: int) -> Array:
        return taken(values, self.random.integers(0, len(values), count))

    def chance(self, count: int, share: float) -> npt.NDArray[np.bool_]:
        return self.random.random(count) < share

    def artists(self, count: int) -> dict[str, Array]:
        draw = self.random
        first, last = (draw.integers(0, len(self.names), count) for _ in range(2))
        surname = taken(self.names, last)
        name = joined(taken(self.names, first), " ", surname)
        foreign = self.chance(count, 0.03)
        name = where(foreign, joined(self.any_of(self.foreign, count), " ", surname), name)
        born = np.clip(draw.normal(1955, 28, count).astype(int), 1850, 2015)
        died = born + np.clip(draw.normal(70, 13, count).astype(int), 8, 104)
        number = draw.choice(np.arange(1, 5), count, p=[0.33, 0.3, 0.22, 0.15])
        works = [title_ids(draw.integers(1, 9_999_999, count)) for _ in range(4)]
        known = works[0]
        for place in range(1, 4):
            known = where(number > place, joined(known, ",", works[place]), known)
        return {
            "name": name,
            "born": where(self.chance(count, 0.35), NULL, digits(born)),
            "died": where((died > 2023) | self.chance(count, 0.45), NULL, digits(died)),
            "professions": self._with_nulls(self.any_of(words_of(PROFESSIONS), count), 0.03),
            "known": self._with_nulls(known, 0.02),
        }

    def _with_nulls(self, values: Array, share: float) -> Array:
        return where(self.chance(len(values), share), NULL, values)

    def titles(self, count: int, lowest: int, *, real: bool) -> Titles:
        draw = self.random
        numbers = np.unique(draw.integers(lowest, 27_000_000, int(count * 1.02)))
        numbers = np.sort(draw.permutation(numbers)[:count])
        count = len(numbers)
        ids = title_ids(numbers)
        title, words = self._title_texts(count, real=real)
        original = where(self.chance(count, 0.2), joined(words[2], " ", words[0]), title)
        years = (2023 - np.floor(129 * draw.random(count) ** 2.2)).astype(int)
        minutes = np.clip(draw.normal(95, 25, count).astype(int), 1, 600)
        genres = self._with_nulls(
            taken(self.genres, np.floor(len(self.genres) * draw.random(count) ** 1.7).astype(int)), 0.02
        )
        votes = np.minimum(np.floor(np.exp(draw.normal(4.2, 2.0, count))).astype(int) + 5, 2_800_000)
        rating = np.round(np.clip(draw.normal(6.2, 1.3, count), 1, 10), 1)
        unrated = self.chance(count, 0.12)
        year = where(self.chance(count, 0.10), NULL, digits(years))
        last_years = np.minimum(years + draw.integers(0, 15, count), 2023)
        last_year = where(self.chance(count, 0.55), NULL, digits(last_years))
        columns = {
            "id": ids,
            "title": title,
            "original": original,
            "year": year,
            "last_year": last_year,
            "minutes": where(self.chance(count, 0.10), NULL, digits(minutes)),
            "genres": genres,
            "rating": where(unrated, NULL, pc.cast(pa.array(rating), pa.string())),
            "votes": where(unrated, NULL, digits(votes)),
        }
        return Titles(columns, years, minutes, votes)

    def _title_texts(self, count: int, *, real: bool) -> tuple[Array, list[Array]]:
        draw = self.random
        words = [self.any_of(self.words, count) for _ in range(3)]
        title = joined(words[0], " ", words[1])
        title = where(self.chance(count, 0.45), joined(title, " ", words[2]), title)
        if real:
            number = min(len(self.real), count)
            chosen = np.full(count, -1)
            chosen[draw.permutation(count)[:number]] = np.arange(number)
            title = where(chosen >= 0, taken(self.real, np.maximum(chosen, 0)), title)
        foreign = self.chance(count, 0.03)
        title = where(foreign, joined(self.any_of(self.foreign, count), " ", title), title)
        quotes = draw.random(count)
        title = where(quotes < 0.002, joined('"', title, '"'), title)
        title = where((quotes >= 0.002) & (quotes < 0.0035), joined('"', words[0], '": ', title), title)
        title = where((quotes >= 0.0035) & (quotes < 0.0045), joined(title, ' "', words[1], '"'), title)
        title = where((quotes >= 0.0045) & (quotes < 0.005), joined('"', title), title)  # unbalanced
        return title, words

    def lines(self, kind: Kind, titles: Titles, artists: dict[str, Array], count: int) -> Array:
        """The data lines, each with its line end."""
        draw = self.random
        rows = np.repeat(np.arange(len(titles)), np.clip(draw.geometric(0.28, len(titles)), 1, 10))
        if count < len(rows):
            rows = rows[np.sort(draw.permutation(len(rows))[:count])]
        line = self._joined_columns(kind, titles, artists, rows)
        number = len(rows)
        twice = np.sort(np.concatenate([np.arange(number), draw.integers(0, number, int(number * 0.004))]))
        line = taken(line, twice)
        bad = draw.random(len(line))
        share = 60 / len(line)
        line = where(bad < share, _appended(line, "|extra"), line)
        line = where((bad >= share) & (bad < 2 * share), pc.utf8_slice_codeunits(line, 0, 30), line)
        return _appended(line, "\n")

    def _joined_columns(self, kind: Kind, titles: Titles, artists: dict[str, Array], rows: Integers) -> Array:
        draw, count, people = self.random, len(rows), len(artists["name"])
        who = draw.permutation(people)[np.floor(people * draw.random(count) ** 1.7).astype(int)]
        character = joined(self.any_of(self.words, count), " ", self.any_of(self.names, count))
        common = self.chance(count, 0.3)
        character = where(common, self.any_of(words_of(CHARACTERS), count), character)
        character = self._with_nulls(character, 0.40)
        name = taken(artists["name"], who)
        name = where(self.chance(count, 0.004), joined("  ", name, " "), name)
        year = where(self.chance(count, 5e-6), "abcd", taken(titles.columns["year"], rows))
        role = self.any_of(strings(["actor", "actress"]), count)
        of_title = {column: taken(values, rows) for column, values in titles.columns.items()} | {"year": year}
        if kind is Kind.MOVIES:
            del of_title["last_year"]
        of_artist = (taken(artists[column], who) for column in ("born", "died", "professions", "known"))
        columns = [*of_title.values(), role, character, name, *of_artist]
        # Past 2 GiB of text only large_string holds.
        return pc.cast(pc.binary_join_element_wise(*columns, pa.scalar(DELIMITER)), pa.large_string())

    def records(self, films: Titles, count: int) -> Iterator[str]:
        """TMDB's answers about the films with most votes, one JSON document a line; some stand twice."""
        draw = self.random
        top = np.sort(np.argsort(-films.votes, kind="stable")[:count])
        budget = np.round(np.exp(draw.normal(16, 1.5, count)), -3).astype(int)
        revenue = np.round(budget * np.exp(draw.normal(0.5, 1.2, count))).astype(int)
        chance = draw.random((count, 6))
        ids, titles = (taken(films.columns[column], top).to_pylist() for column in ("id", "title"))
        month, day = draw.integers(1, 13, count), draw.integers(1, 29, count)
        popularity = np.round(np.exp(draw.normal(1.5, 1, count)), 3)
        rating = np.round(np.clip(draw.normal(6.2, 1, count), 0, 10), 3)
        genres = [(int(number), name) for number, _, name in (entry.partition(" ") for entry in TMDB_GENRES.split(","))]
        how_many, which = draw.integers(0, 4, count), draw.integers(0, len(genres), (count, 3))
        for place, film in enumerate(top):
            date = f"{films.years[film]:04d}-{month[place]:02d}-{day[place]:02d}"
            no_id, no_runtime, no_date, no_budget, no_revenue, twice = chance[place]
            chosen = dict.fromkeys(which[place, : how_many[place]].tolist())
            record = {
                "id": 1000 + place * 7,
                "imdb_id": None if no_id < 0.01 else ids[place],
                "title": titles[place],
                "runtime": None if no_runtime < 0.03 else int(films.minutes[film]),
                "release_date": "" if no_date < 0.02 else (None if no_date < 0.03 else date),
                "budget": 0 if no_budget < 0.45 else int(budget[place]),
                "revenue": 0 if no_revenue < 0.4 else int(revenue[place]),
                "popularity": float(popularity[place]),
                "vote_average": float(rating[place]),
                "vote_count": int(films.votes[film] // 20),
                "genres": [{"id": genres[genre][0], "name": genres[genre][1]} for genre in chosen],
            }
            line = json.dumps(record, ensure_ascii=False) + "\n"
            yield line * (2 if twice < 0.005 else 1)


def make(folder: Path, scale: float = 1.0, titles: Path | None = None) -> None:
    """Write the three files into the folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    maker = Maker(titles or SAMPLE)
    artists = maker.artists(int(ARTISTS * scale))
    films = maker.titles(int(FILMS * scale), 1, real=True)
    series = maker.titles(int(SERIES * scale), 30_000, real=False)
    _write_csv(folder, Kind.MOVIES, maker.lines(Kind.MOVIES, films, artists, int(FILM_LINES * scale)))
    _write_csv(folder, Kind.SERIES, maker.lines(Kind.SERIES, series, artists, int(SERIES_LINES * scale)))
    with (folder / "tmdb_movies.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(maker.records(films, min(int(RECORDS * scale), len(films))))


def _appended(text: Array, ending: str) -> Array:
    big = pa.large_string()
    return pc.binary_join_element_wise(text, pa.scalar(ending, big), pa.scalar("", big))


def _write_csv(folder: Path, kind: Kind, lines: Array) -> None:
    with (folder / f"{kind.value}.csv").open("wb") as file:
        file.write((DELIMITER.join(header_of(kind)) + "\n").encode())
        buffers = lines.buffers()
        offsets = np.frombuffer(buffers[1], np.int64)[lines.offset : lines.offset + len(lines) + 1]
        file.write(memoryview(buffers[2])[offsets[0] : offsets[-1]])


def _genre_lists() -> list[str]:
    draw = np.random.default_rng(7)
    genres, weights = np.array(GENRES.split()), np.array(GENRE_WEIGHTS)
    lists: set[str] = set()
    while len(lists) < 900:
        lists.add(",".join(sorted(draw.choice(genres, draw.integers(1, 4), replace=False, p=weights / weights.sum()))))
    return sorted(lists)


if __name__ == "__main__":
    make(
        Path(sys.argv[1]),
        float(sys.argv[2]) if len(sys.argv) > 2 else 1.0,
        Path(sys.argv[3]) if len(sys.argv) > 3 else None,
    )

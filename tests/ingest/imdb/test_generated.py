"""A thousandth of a full set, with planted defects, and the bridge: the same set as CSVs gives the same films."""

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench import make_imdb
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.imdb.description import NAMES
from filmes_lake.ingest.imdb.ingest import ingest_set
from filmes_lake.ingest.tmdb.titles import TitleFilter, select_titles
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.reports.texts import FILMS, sql_of
from tests.ingest.imdb.recomputation import accounting
from tests.made_once import made_once
from tests.transform.lakes import SmallLake, film_answer

# The set as CSVs: a line for each film or series and credit, its characters as the lake writes them.
BRIDGE = r"""
COPY (
  SELECT b.tconst AS id, primaryTitle AS tituloPincipal, originalTitle AS tituloOriginal, startYear AS anoLancamento,
    {more} runtimeMinutes AS tempoMinutos, genres AS genero, averageRating AS notaMedia, numVotes AS numeroVotos,
    category AS generoArtista, characters AS personagem, primaryName AS nomeArtista, birthYear AS anoNascimento,
    deathYear AS anoFalecimento, primaryProfession AS profissao, knownForTitles AS titulosMaisConhecidos
  FROM titles AS b INNER JOIN ratings USING (tconst)
  LEFT JOIN principals AS p ON p.tconst = b.tconst LEFT JOIN names USING (nconst)
  WHERE titleType IN ({types}) AND isAdult <> '1' AND CAST(numVotes AS INT) >= 5
) TO '{path}' (DELIMITER '|', QUOTE '', ESCAPE '', NULLSTR '\N')
"""
READ = r"CREATE VIEW {name} AS SELECT * FROM read_csv('{path}', delim='\t', quote='', nullstr='\N', all_varchar=true)"


def generated(folder: Path, *arguments: str) -> None:
    """The generator's files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["make_imdb", str(folder), *arguments])
        make_imdb.main()


@pytest.fixture(scope="module")
def thousandth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "imdb-1000", lambda folder: generated(folder, "--scale", "0.001"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, thousandth: Path) -> SmallLake:
    """A lake of it; it is not to be written to."""
    small = SmallLake(tmp_path_factory.mktemp("thousandth"))
    ingest_set(small.lake, [thousandth])
    small.transform(Layer.TRUSTED)
    return small


def found_in(small: SmallLake) -> dict[str, dict[str, Any]]:
    return {name: law for name, law in small.manifest(Layer.TRUSTED).accounting.items() if name.startswith("imdb_")}


@pytest.mark.slow
def test_every_number_is_that_of_plain_python(made: SmallLake, thousandth: Path) -> None:
    laws = accounting(thousandth)

    members = {name: {key: found_in(made)[name][key] for key in law} for name, law in laws.items()}
    assert members == laws


@pytest.mark.slow
def test_every_planted_number_is_found_again(made: SmallLake, thousandth: Path) -> None:
    planted, found = json.loads((thousandth / "planted.json").read_text()), found_in(made)
    basics, ratings, credits_, names = (
        found[f"imdb_{name}"] for name in ("title_basics", "title_ratings", "title_principals", "name_basics")
    )

    assert basics["rejected"] == sum(
        planted[f"basics: {what}"] for what in ("a column too few", "a column too many", "bad id", "blank line")
    )
    assert basics["duplicates"] == planted["basics: line twice"] + planted["basics: id twice, another year"]
    assert basics["invalid_values"] == {
        "adulto": planted["basics: year as isAdult"],
        "tempo_minutos": planted["basics: text as runtime"],
    }
    assert ratings["without_title"] >= planted["ratings: id without a title"]
    assert ratings["invalid_values"] == {
        "nota_media": planted["ratings: 11"],
        "numero_votos": planted["ratings: votes no number"],
    }
    assert credits_["duplicates"] == planted["principals: tconst and ordering twice"]
    assert credits_["without_title"] >= planted["principals: id without a title"]
    assert credits_["invalid_values"] == {"personagem": planted["principals: characters are no JSON"]}
    assert names["duplicates"] == planted["names: line twice"]
    assert [(law["rejected"], sum(law[part] for part in _parts(law)) - law["lines"]) for law in found.values()] == [
        (basics["rejected"], 0),
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 0),
    ]


def _parts(law: dict[str, Any]) -> list[str]:
    beside = {"lines", "invalid_values", "given_values", "without_person", "credits", "brazilian"}
    return [name for name in law if name not in beside]


@pytest.mark.slow
def test_the_same_set_as_csvs_gives_the_same_films_rows_and_funnel(tmp_path: Path) -> None:
    folder = tmp_path / "imdb"
    folder.mkdir()
    generated(folder, "--scale", "0.0004", "--no-defects")
    call_people_by_first_name(folder / NAMES.file_name)
    by_imdb, by_csv = SmallLake(tmp_path / "a"), SmallLake(tmp_path / "b")
    ingest_set(by_imdb.lake, [folder])
    ingest_csv(by_csv.lake, bridged(folder), None, None)
    for small in (by_imdb, by_csv):
        chosen = select_titles(small.lake, Kind.MOVIES, TitleFilter(min_votes=100), tmp_path)
        small.answers(*(film_answer(title, id=place + 1) for place, title in enumerate(chosen)))
        small.transform()

    only_imdbs = ("tipo_imdb", "adulto", "titulo_br")
    films = [
        [{k: v for k, v in row.items() if k not in only_imdbs} for row in s.table("titulos")] for s in (by_imdb, by_csv)
    ]
    assert films[0] == films[1] != []
    assert by_imdb.table("fato_desempenho_filmes") == by_csv.table("fato_desempenho_filmes") != []
    assert selection(by_imdb) == selection(by_csv)
    people = [len(small.table("pessoas")) for small in (by_imdb, by_csv)]
    merged = people[0] - people[1]
    print(f"{merged:,} of {people[0]:,} people are one with a namesake in the CSV")  # noqa: T201 - shown with -s
    assert merged == merged_by_name(by_imdb.table("pessoas")) > 0


def call_people_by_first_name(file: Path) -> None:
    """Make namesakes, of which the generator makes hardly any."""
    header, *lines = gzip.decompress(file.read_bytes()).decode().splitlines()
    people = (line.split("\t") for line in lines)
    named = ("\t".join([nconst, name.split()[0], *others]) for nconst, name, *others in people)
    file.write_bytes(gzip.compress("".join(f"{line}\n" for line in (header, *named)).encode()))


def merged_by_name(people: Iterable[Mapping[str, Any]]) -> int:
    """How many people fewer there are where names tell them apart, and years of birth where there are several."""
    years: dict[str, list[int | None]] = defaultdict(list)
    for row in people:
        years[row["nome_artista"].lower()].append(row["ano_nascimento"])
    return sum(len(found) - _told_apart(found) for found in years.values())


def _told_apart(years: Sequence[int | None]) -> int:
    known = {year for year in years if year is not None}
    return len(set(years)) if len(known) > 1 else 1


def selection(small: SmallLake) -> list[Any]:
    """Each film with the condition that leaves it out of the reports."""
    from filmes_lake.reports.definitions import KEY_FIGURES
    from filmes_lake.reports.texts import used

    text = sql_of(FILMS)
    with small.session() as session:
        return sorted(session.answer(f"SELECT id_filme, condicao FROM ({text})", used(text, KEY_FIGURES.bind({}))).rows)


def bridged(folder: Path) -> list[Path]:
    """The set as CSVs, one of films and one of series."""
    connection = duckdb.connect()
    for name, file in {"titles": "title.basics", "ratings": "title.ratings", "principals": "title.principals"}.items():
        connection.execute(READ.format(name=name, path=folder / f"{file}.tsv.gz"))
    connection.execute(READ.format(name="names", path=folder / "name.basics.tsv.gz"))
    paths = []
    for name, types, more in (
        ("movies", "'movie', 'tvMovie'", ""),
        ("series", "'tvSeries', 'tvMiniSeries'", "endYear AS anoTermino,"),
    ):
        path = folder / f"{name}.csv"
        connection.execute(BRIDGE.format(types=types, path=path, more=more))
        paths.append(path)
    return paths

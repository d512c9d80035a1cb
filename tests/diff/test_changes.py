"""`diff` on two versions of a small lake: rows and figures, recomputed here in plain Python."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median
from typing import Any

import pytest

from filmes_lake.diff.changes import ComparisonRequest, VersionChanges, compare_versions
from filmes_lake.diff.figures import FigureChange, FilmChange
from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.errors import NotFound, UsageError
from filmes_lake.models.kinds import Layer
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.runner import run_report
from tests.transform.lakes import MEMORY, SmallLake, envelope, film_answer, movie_line

# Budget and revenue in millions, by film, in the old and the new version.
OLD = {1: (10, 40), 2: (20, 10), 3: (5, 50), 4: (8, 8), 5: (30, 60)}
NEW = {1: (10, 40), 2: (20, 90), 3: (5, 50), 6: (40, 20), 7: (2, 30)}
LEFT, REVISED, ENTERED = {4, 5}, {2}, {6, 7}


def title_id(film: int) -> str:
    return f"tt{film:07d}"


def lines(films: dict[int, Any]) -> list[str]:
    return [
        movie_line(title_id(film), titulo_principal=f"Film {film}", nome_artista=f"Artist {film % 3}") for film in films
    ]


def answers(films: dict[int, tuple[int, int]], day: int) -> list[dict[str, Any]]:
    return [
        envelope(
            film_answer(title_id(film), budget=budget * 10**6, revenue=revenue * 10**6),
            fetched_at=f"2026-01-{day:02d}T00:00:00Z",
        )
        for film, (budget, revenue) in films.items()
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """Two versions: film 4 leaves the CSV, 5 loses its votes, 2 has another revenue, 6 enters, 7 gets its record."""
    small = SmallLake(tmp_path_factory.mktemp("lake"))
    small.movies(*lines({**OLD, 7: None}))
    small.answers(*answers(OLD, 1))
    small.transform()
    few = movie_line(title_id(5), titulo_principal="Film 5", nome_artista="Artist 2", numero_votos="3")
    small.movies(*lines(NEW), few)
    small.answers(*answers({film: NEW[film] for film in (2, 6, 7)}, 2))
    small.transform()
    return small


def versions(small: SmallLake, layer: Layer) -> tuple[str, str]:
    new, old = (manifest.version for manifest in small.lake.versions.kept(layer))
    return old, new


def compare(small: SmallLake, old: str, new: str, top: int = 10, **given: str) -> VersionChanges:
    engine = DuckDBReports(small.lake, MEMORY)
    return compare_versions(small.lake, engine, MEMORY, ComparisonRequest(old, new, given, top))


@pytest.fixture(scope="module")
def refined(made: SmallLake) -> VersionChanges:
    return compare(made, *versions(made, Layer.REFINED))


def figure(changes: VersionChanges, name: str) -> FigureChange:
    return next(found for found in changes.figures if found.name == name)


def roi(film: tuple[int, int]) -> float:
    return (film[1] - film[0]) / film[0]


Films = list[tuple[int, int]]

FIGURES: dict[str, Callable[[Films], float]] = {
    "filmes": len,
    "orcamento_medio": lambda films: fmean(budget * 10**6 for budget, _ in films),
    "receita_mediana": lambda films: median(revenue * 10**6 for _, revenue in films),
    "roi_total": lambda films: sum(r - b for b, r in films) / sum(b for b, _ in films),
    "roi_mediano": lambda films: median(map(roi, films)),
    "roi_medio": lambda films: fmean(map(roi, films)),
}


@pytest.mark.parametrize("name", FIGURES)
def test_each_steps_effect_is_what_the_figure_moves_by(refined: VersionChanges, name: str) -> None:
    stay = OLD.keys() & NEW.keys()
    populations = (OLD.values(), [OLD[film] for film in stay], [NEW[film] for film in stay], NEW.values())
    values = [FIGURES[name](list(films)) for films in populations]
    found = figure(refined, name)

    assert [found.old, found.new] == pytest.approx([values[0], values[3]])
    effects = [found.steps[change].effect for change in (FilmChange.LEFT, FilmChange.REVISED, FilmChange.ENTERED)]
    assert effects == pytest.approx([after - before for before, after in pairwise(values)])


def test_the_steps_add_up_to_the_change_of_every_figure(refined: VersionChanges) -> None:
    for found in refined.figures:
        assert found.old is not None
        assert found.new is not None
        effects = [step.effect for step in found.steps.values()]
        assert sum(effect for effect in effects if effect) == pytest.approx(found.new - found.old)


def test_films_that_entered_left_and_were_revised_are_counted(refined: VersionChanges) -> None:
    steps = figure(refined, "roi_total").steps

    assert {change: step.films for change, step in steps.items()} == {
        FilmChange.LEFT: len(LEFT),
        FilmChange.REVISED: len(REVISED),
        FilmChange.ENTERED: len(ENTERED),
    }


def test_a_film_is_revised_only_for_the_figures_made_of_what_changed(refined: VersionChanges) -> None:
    assert figure(refined, "receita_media").steps[FilmChange.REVISED].films == 1
    assert figure(refined, "orcamento_medio").steps[FilmChange.REVISED].films == 0


def test_films_are_named_with_the_largest_effect_first(refined: VersionChanges) -> None:
    effects = [abs(film.effect) for film in figure(refined, "roi_total").films]

    assert effects == sorted(effects, reverse=True)
    assert len(effects) == len(LEFT | REVISED | ENTERED)


def test_a_films_own_effect_is_that_of_its_change_alone(refined: VersionChanges) -> None:
    pooled = FIGURES["roi_total"]
    found = next(film for film in figure(refined, "roi_total").films if film.id_filme == title_id(4))
    without = [values for film, values in OLD.items() if film != 4]

    assert found.effect == pytest.approx(pooled(without) - pooled(list(OLD.values())))


def test_a_film_says_why_it_entered_or_left(refined: VersionChanges) -> None:
    films = {film.id_filme: film.condition for film in figure(refined, "filmes").films}

    assert films == {
        title_id(4): "not_in_lake",
        title_id(5): "too_few_votes",
        title_id(6): "not_in_lake",
        title_id(7): "no_tmdb_record",
    }


def test_a_revised_film_has_its_old_and_its_new_values(refined: VersionChanges) -> None:
    [film] = (film for film in figure(refined, "receita_media").films if film.change is FilmChange.REVISED)

    assert (film.id_filme, film.values) == (title_id(2), {"receita": (10_000_000, 90_000_000)})


def test_no_more_films_are_named_than_asked_for(made: SmallLake) -> None:
    changes = compare(made, *versions(made, Layer.REFINED), top=2)

    assert {len(found.films) for found in changes.figures} <= {0, 1, 2}


def test_the_figures_are_those_of_the_report(made: SmallLake, refined: VersionChanges) -> None:
    engine = DuckDBReports(made.lake, MEMORY)
    for version, side in zip(versions(made, Layer.REFINED), ("old", "new"), strict=True):
        [row] = run_report(made.lake, engine, find_report("kpis"), {}, version).rows
        figures = {column.name: row[column.name] for column in find_report("kpis").columns if not column.is_bound}
        assert {found.name: getattr(found, side) for found in refined.figures} == pytest.approx(figures)


def test_rows_are_known_again_by_the_tables_key(refined: VersionChanges) -> None:
    tables = {table.name: table for table in refined.tables}
    films, facts = tables["dim_filme"], tables["fato_desempenho_filmes"]

    # Film 7 has a TMDB record now, which tells its language.
    assert (films.before, films.after, films.entered, films.left, films.revised) == (6, 6, 1, 1, 1)
    assert (facts.before, facts.after, facts.entered, facts.left) == (5, 6, 2, 1)
    assert facts.revised == 2  # one has another revenue, one has fewer votes


def test_a_table_without_a_key_is_compared_by_whole_rows(made: SmallLake) -> None:
    changes = compare(made, *versions(made, Layer.TRUSTED))
    credits_ = next(table for table in changes.tables if table.name == "creditos")

    assert (credits_.entered, credits_.left, credits_.revised) == (1, 1, None)
    assert changes.figures == []
    assert changes.made_of == ["raw movies", "raw tmdb_movies"]


def test_backwards_what_entered_is_what_left(made: SmallLake, refined: VersionChanges) -> None:
    old, new = versions(made, Layer.REFINED)
    steps = figure(compare(made, new, old), "roi_total").steps

    assert steps[FilmChange.ENTERED].films == figure(refined, "roi_total").steps[FilmChange.LEFT].films


def test_a_version_and_itself_differ_in_nothing(made: SmallLake) -> None:
    changes = compare(made, *versions(made, Layer.REFINED)[:1] * 2)

    assert changes.made_of == []
    assert all(not (table.entered or table.left or table.revised) for table in changes.tables)
    assert all(not step.films for found in changes.figures for step in found.steps.values())


def test_the_selection_can_be_another(made: SmallLake) -> None:
    changes = compare(made, *versions(made, Layer.REFINED), min_votes="0")

    assert figure(changes, "filmes").steps[FilmChange.LEFT].films == 1


def test_versions_of_two_layers_or_of_raw_are_refused(made: SmallLake) -> None:
    old, _ = versions(made, Layer.TRUSTED)
    with pytest.raises(UsageError, match="of trusted"):
        compare(made, old, versions(made, Layer.REFINED)[1])
    raw = made.manifest(Layer.RAW).version
    with pytest.raises(UsageError, match="no tables to compare"):
        compare(made, raw, raw)


@pytest.mark.parametrize("version", ["nothing", "../current", ""])
def test_a_version_that_is_not_kept_is_not_found(made: SmallLake, tmp_path: Path, version: str) -> None:
    with pytest.raises(NotFound, match="no such version is kept"):
        compare(made, version, versions(made, Layer.REFINED)[1])

"""Two runs at once: whoever comes second with the same files says that the lake had them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from filmes_lake.ingest import registry
from filmes_lake.ingest.source import RefreshStep, SourceContext, StepState
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import header_of
from filmes_lake.progress import SILENT
from tests.fakes.exports import film, listed
from tests.fakes.imdb_files import write_set
from tests.transform.lakes import SmallLake, movie_line


def csv(folder: Path) -> tuple[str, Path]:
    file = folder / "movies.csv"
    file.write_text("|".join(header_of(Kind.MOVIES)) + "\n" + movie_line("tt0000001") + "\n", encoding="utf-8")
    return "movies", file


def imdb(folder: Path) -> tuple[str, Path]:
    return "imdb", write_set(folder / "imdb")


def exports(folder: Path) -> tuple[str, Path]:
    (folder / "lists").mkdir()
    listed(folder / "lists/movie_ids_11_22_2026.json", [film(603, 20.5)])
    return "tmdb_exports", folder / "lists"


@pytest.mark.parametrize("source", [csv, imdb, exports])
def test_of_two_runs_at_once_the_second_says_that_nothing_changed(
    source: Callable[[Path], tuple[str, Path]], tmp_path: Path
) -> None:
    small, (name, path) = SmallLake(tmp_path), source(tmp_path)
    first, second = (step_of(small, name, path) for _ in range(2))
    assert {first.plan(changing=False).state, second.plan(changing=False).state} == {StepState.DUE}

    assert first.apply(SILENT).state is StepState.DONE
    said = second.apply(SILENT)

    assert said.state is StepState.FRESH
    assert "stored" not in said.reason
    assert [run.outcome for run in small.lake.ledger.runs(9)] == ["unchanged", "done"]


def step_of(small: SmallLake, name: str, path: Path) -> RefreshStep:
    """The step that takes what the settings name as that source."""
    settings = registry.settings().model_validate({"sources": {name: str(path)}})
    context = SourceContext(small.lake, settings, {}, lambda: path)
    steps = (step for each in registry.SOURCES for step in each.make_receiver().steps(context, with_services=False))
    return next(step for step in steps if step.plan(changing=False).state is StepState.DUE)

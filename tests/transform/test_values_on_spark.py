"""Every writing of a value that tests name is the same value on Spark."""

from pathlib import Path

import pytest

from filmes_lake.engines.spark.transforms import SparkEngine
from filmes_lake.models.kinds import Kind, Layer
from tests.schema import TRUSTED
from tests.transform import test_csv_lines as lines
from tests.transform import test_title_ids as ids
from tests.transform import test_tmdb_records as records
from tests.transform.lakes import SmallLake, envelope, film_answer, movie_line, series_answer
from tests.transform.twins import rows_of

pytest_plugins = ("tests.sparking",)
pytestmark = [pytest.mark.slow, pytest.mark.spark, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A line or an answer for each value and each id of the lists in those tests, made by DuckDB."""
    small = SmallLake(tmp_path_factory.mktemp("values"))
    values = [*lines.INVALID, *((column, text) for column, text, _ in lines.VALID)]
    written = [movie_line(f"tt{n:07d}", nome_artista=f"A {n}", **{name: text}) for n, (name, text) in enumerate(values)]
    texts = [*ids.WRITINGS, *ids.NO_IDS]
    small.movies(*written, *(movie_line(text, nome_artista=text) for text in texts))
    fields = [*((name, value) for name, value, *_ in records.VALUES), *((n, value) for n, value, _ in records.INVALID)]
    odd = [film_answer(f"tt{n:07d}", **{name: value}) for n, (name, value) in enumerate(fields)]
    small.answers(*odd, *(film_answer(text) for text in texts))
    times = [55, [], [None, 60], ["55.0"], [[55]], {"0": 55}, [55, "x"], None, "55"]
    series = [envelope(series_answer(f"tt{n:07d}", episode_run_time=time)) for n, time in enumerate(times)]
    small.plant_records(Kind.SERIES, *({**found, "kind": "series"} for found in series))
    small.transform(Layer.TRUSTED)
    return small


@pytest.mark.parametrize("ansi", [False, True], ids=["ANSI off", "ANSI on"])
def test_every_value_is_the_same(lake: SmallLake, tmp_path: Path, spark: None, *, ansi: bool) -> None:
    twin = lake.copied(tmp_path)
    twin.engine = SparkEngine(ansi=ansi)
    twin.transform(Layer.TRUSTED, force=True)

    for model in TRUSTED:
        name = model.table.name
        assert (name, rows_of(twin, name)) == (name, rows_of(lake, name))
    assert twin.manifest(Layer.TRUSTED).accounting == lake.manifest(Layer.TRUSTED).accounting
    assert twin.reconciliation("tmdb_series")["invalid_values"] == {"tempo_minutos": 4}

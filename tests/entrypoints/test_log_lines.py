"""What entry points without a terminal write: lines of JSON alone, and five series of metrics at most."""

import logging
import warnings
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from jsonschema import ValidationError

from filmes_lake.entrypoints.logged import Logged, errors_logged, log_done, metrics_of_transform
from filmes_lake.errors import LockHeld
from filmes_lake.log import log_json_lines, logger
from filmes_lake.metrics import Metric
from filmes_lake.models.kinds import Target
from filmes_lake.transform.pipeline import TransformRequest
from filmes_lake.workflows.transform import transform
from tests.fakes.catalog import FakeCatalog
from tests.log_lines import lines_of, series_of
from tests.transform.lakes import SmallLake, movie_line


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    kept = [(which, which.handlers[:], which.level, which.propagate) for which in (root, logger)]
    yield
    logging.captureWarnings(capture=False)
    for which, handlers, level, propagate in kept:
        which.handlers[:], which.level, which.propagate = handlers, level, propagate


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    made = SmallLake(tmp_path_factory.mktemp("lake"))
    made.movies(movie_line("tt0000001", ano_lancamento="abcd"), "a bad line")
    return made


def test_every_line_of_a_whole_run_is_json_and_it_has_five_series_at_most(
    small: SmallLake, capsys: pytest.CaptureFixture[str]
) -> None:
    log_json_lines(run="20260101T000000000Z-abcd", layer="all")
    request = TransformRequest(Target.ALL.layers)

    made = transform(small.lake, small.engine, FakeCatalog(), request, Logged()).result
    log_done(asdict(made), metrics_of_transform(made), "films")
    log_done({"stored": 3}, {Metric.TITLES_FAILED: 2, Metric.SECONDS: 1.5}, "films")
    log_done({}, {Metric.HOURS_SINCE_SUCCESS: 24.5}, "films")
    with pytest.raises(LockHeld), errors_logged("films"):
        raise LockHeld("held", "wait")

    lines = lines_of(capsys.readouterr().out)
    assert {(line["run"], line["layer"]) for line in lines} == {("20260101T000000000Z-abcd", "all")}
    assert series_of(lines) == {("FilmesLake", "films", metric.value) for metric in Metric}
    assert len(Metric) == 5
    done = next(line for line in lines if line["message"] == "done")
    assert (done["RunsSucceeded"], done["RowsRejected"], done["accounting"]["movies"]["rejected"]) == (1, 1, 1)
    assert (lines[-1]["level"], lines[-1]["code"], lines[-1]["RunsSucceeded"]) == ("ERROR", "lock_held", 0)


def test_without_a_stack_nothing_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    log_json_lines()

    log_done({"stored": 3}, {Metric.SECONDS: 1}, None)
    with pytest.raises(ZeroDivisionError), errors_logged():
        _ = 1 / 0

    lines = lines_of(capsys.readouterr().out)
    assert (lines[0]["stored"], lines[1]["code"], series_of(lines)) == (3, "unexpected", set())
    assert "ZeroDivisionError" in lines[1]["traceback"]


def test_what_libraries_say_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    log_json_lines()

    logging.getLogger("botocore.somewhere").warning("a pool\nis full")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("soon gone", DeprecationWarning, stacklevel=1)
    logging.getLogger("urllib3").info("not worth a line")

    first, second = lines_of(capsys.readouterr().out)
    assert (first["level"], first["message"]) == ("WARNING", "a pool\nis full")
    assert "soon gone" in second["message"]


def test_a_later_call_forgets_the_run_before(capsys: pytest.CaptureFixture[str]) -> None:
    log_json_lines(run="one")
    log_json_lines(layer="all")

    logger.info("here")

    (line,) = lines_of(capsys.readouterr().out)
    assert (line["layer"], "run" in line) == ("all", False)


def test_the_schema_refuses_what_cloudwatch_would() -> None:
    directive = {"Namespace": "x", "Dimensions": [["Stack"]], "Metrics": [{"Name": "A", "Unit": "Hours"}]}

    with pytest.raises(ValidationError):
        series_of([{"_aws": {"Timestamp": 1, "CloudWatchMetrics": [directive]}, "Stack": "s", "A": 1}])

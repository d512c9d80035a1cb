"""How `deploy check` goes through its pieces, and how it reads what a machine and a report say."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from filmes_lake.deploy.checking.check import Check
from filmes_lake.deploy.checking.machine import _states
from filmes_lake.deploy.checking.proving import (
    LeftOut,
    Outcome,
    Piece,
    Proof,
    Result,
    TrialsLeft,
    has_failed,
    prove_all,
)
from filmes_lake.deploy.checking.reports import differences
from filmes_lake.errors import LakeError
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.runner import Correlation, ReportResult

NOBODY: Any = None
CLEANUP = Piece("cleanup", lambda _: Proof("all gone"))


def raising(error: BaseException) -> Callable[[Check], Proof]:
    def prove(_: Check) -> Proof:
        raise error

    return prove


def test_what_needs_something_that_did_not_pass_is_not_checked_and_what_is_left_out_is_no_failure() -> None:
    pieces = [
        Piece("good", lambda _: Proof("fine", 0.5, 3.0)),
        Piece("bad", raising(LakeError("it is gone", "bring it back"))),
        Piece("after", lambda _: Proof("never"), ("good", "bad")),
        Piece("absent", raising(LeftOut("nobody wants it"))),
    ]
    told: list[Result] = []
    results = prove_all(NOBODY, pieces, CLEANUP, told.append)

    assert [(result.outcome.value, result.what) for result in results] == [
        ("pass", "fine"),
        ("fail", "it is gone"),
        ("not checked", "bad: fail"),
        ("left out", "nobody wants it"),
        ("pass", "all gone"),
    ]
    assert told == results
    assert (results[0].seconds, results[0].dollars, results[1].hint) == (3.0, 0.5, "bring it back")
    assert has_failed(results)
    assert not has_failed([result for result in results if result.outcome in {Outcome.PASSED, Outcome.LEFT_OUT}])


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ZeroDivisionError()])
def test_whatever_ends_it_it_cleans_up(error: BaseException) -> None:
    told: list[Result] = []
    with pytest.raises(type(error)):
        prove_all(NOBODY, [Piece("ends", raising(error))], CLEANUP, told.append)

    assert [result.piece for result in told] == ["cleanup"]


def test_after_an_interruption_a_cleanup_that_failed_is_the_error() -> None:
    failing = Piece("cleanup", raising(LakeError("3 objects are there yet", "delete them")))

    with pytest.raises(TrialsLeft, match="interrupted, and cleaning up failed: 3 objects are there yet") as caught:
        prove_all(NOBODY, [Piece("ends", raising(KeyboardInterrupt()))], failing, lambda _: None)

    assert (caught.value.exit_code, caught.value.code, caught.value.hint) == (130, "interrupted", "delete them")


BEGUN = datetime(2026, 11, 30, 6, tzinfo=UTC)


def event(second: int, kind: str, **details: Any) -> dict[str, Any]:
    return {"type": kind, "timestamp": BEGUN + timedelta(seconds=second), **details}


def test_a_state_adds_up_its_turns_and_a_try_that_succeeds_makes_good_one_that_failed() -> None:
    entered, left = {"stateEnteredEventDetails": {"name": "Ask"}}, {"stateExitedEventDetails": {"output": '{"a": 1}'}}
    cause = {"error": "LockHeld", "cause": '{"errorMessage": "held by 123456789012"}'}
    tries = [
        event(0, "TaskStateEntered", **entered),
        event(1, "TaskFailed", taskFailedEventDetails=cause),
        event(4, "TaskSucceeded", taskSucceededEventDetails={}),
        event(5, "TaskStateExited", **left),
        event(6, "TaskStateEntered", **entered),
        event(8, "TaskFailed", taskFailedEventDetails=cause),
    ]
    well, badly = _states(tries[:4])["Ask"], _states(tries)["Ask"]

    assert (well.seconds, well.outputs, well.error) == (5.0, ({"a": 1},), None)
    assert badly.error == "LockHeld: held by ***"
    assert _states([*tries, event(10, "TaskStateExited", **left)])["Ask"].seconds == 9.0


REPORT = ReportResult(
    find_report("kpis"),
    {},
    [{"filmes": 2, "roi": 0.1 + 0.2, "none": None}],
    [],
    "v1",
    Correlation(("a", "b"), 0.5, 2),
)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"rows": [{"filmes": 2, "roi": 0.3, "none": None}], "version": "v2"}, []),
        ({"rows": [{"filmes": 3, "roi": 0.3, "none": None}]}, ["rows[1].filmes is 3, not 2"]),
        ({"rows": [{"filmes": 2, "roi": 0.3001, "none": None}]}, ["rows[1].roi is 0.3001, not 0.30000000000000004"]),
        ({"rows": [{"filmes": 2, "roi": 0.3, "none": 0}]}, ["rows[1].none is 0, not None"]),
        ({"rows": []}, ["rows[1] is None, not {'filmes': 2, 'roi': 0.30000000000000004, 'none': None}"]),
        ({"correlation": Correlation(("a", "b"), 0.4, 2)}, ["correlation.coefficient is 0.4, not 0.5"]),
    ],
)
def test_a_report_differs_in_its_figures_alone_but_not_in_their_last_digits(
    changed: dict[str, Any], said: list[str]
) -> None:
    assert list(differences(replace(REPORT, **changed), REPORT)) == said

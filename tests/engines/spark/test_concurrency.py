"""Steps that Spark does at once: in what order they begin, what is said, how they fail."""

from collections.abc import Callable
from threading import Barrier, Event, Lock

import pytest

from filmes_lake.engines.spark.concurrency import run_at_once
from filmes_lake.transform.engine import Step

SOON = 30.0


class Journal:
    """Writes down which steps were done, and what was said."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.said: list[str] = []
        self._lock = Lock()

    def step(self, name: str, *after: str, do: Callable[[], object] = lambda: None) -> Step:
        def work() -> None:
            do()
            with self._lock:
                self.done.append(name)

        return Step(name, after, work, name.upper())

    def run(self, *steps: Step, at_once: int = 2) -> None:
        run_at_once(steps, at_once, lambda step: step.do(), self.said.append)


def test_steps_that_need_nothing_of_each_other_are_done_at_once() -> None:
    both = Barrier(2, timeout=SOON)
    journal = Journal()
    journal.run(journal.step("a", do=both.wait), journal.step("b", do=both.wait))

    assert sorted(journal.done) == ["a", "b"]


def test_a_step_begins_when_all_that_it_comes_after_have_ended() -> None:
    c_is_done = Event()
    journal = Journal()
    journal.run(
        journal.step("a", do=lambda: c_is_done.wait(SOON)),
        journal.step("b", "a"),
        journal.step("c", do=c_is_done.set),
        journal.step("d", "b", "c"),
    )

    assert set(journal.done[:2]) == {"a", "c"}
    assert journal.done[2:] == ["b", "d"]


def test_no_more_begin_than_may_be_done_at_once() -> None:
    journal = Journal()
    journal.run(*map(journal.step, "abcdef"), at_once=1)

    assert journal.done == list("abcdef")


def test_what_steps_say_is_said_in_their_order_whichever_begins_first() -> None:
    c_is_done = Event()
    journal = Journal()
    journal.run(
        journal.step("a", do=lambda: c_is_done.wait(SOON)), journal.step("b", "a"), journal.step("c", do=c_is_done.set)
    )

    assert journal.said == ["A", "B", "C"]


def test_a_step_may_say_nothing() -> None:
    journal = Journal()
    journal.run(Step("a", (), lambda: None), journal.step("b"))

    assert journal.said == ["B"]


def test_of_several_errors_the_first_steps_is_raised_and_no_step_begins_any_more() -> None:
    b_has_failed = Event()

    def fail_late() -> None:
        b_has_failed.wait(SOON)
        raise ValueError("of a")

    def fail() -> None:
        b_has_failed.set()
        raise ValueError("of b")

    journal = Journal()
    with pytest.raises(ValueError, match="of a"):
        journal.run(journal.step("a", do=fail_late), journal.step("b", do=fail), journal.step("c"))

    assert journal.done == []


def test_an_interruption_waits_for_nothing() -> None:
    over = Event()

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    journal = Journal()
    steps = [Step("a", (), lambda: journal.done.append(str(over.wait(SOON)))), journal.step("b")]
    with pytest.raises(KeyboardInterrupt):
        run_at_once(steps, 2, lambda step: step.do(), interrupt)

    assert journal.done == []
    over.set()

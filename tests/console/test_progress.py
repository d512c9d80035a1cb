"""Progress as it is shown: bars and a moving line on a terminal, a line now and then elsewhere."""

import os
import pty
import sys

import pytest

from filmes_lake.console import Console
from filmes_lake.console.progress import NowAndThen, ProgressTally
from filmes_lake.progress import SILENT, Progress


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def written() -> list[str]:
    return []


@pytest.fixture
def shown(clock: Clock, written: list[str]) -> NowAndThen:
    return NowAndThen("transform", written.append, clock)


def test_a_step_is_shown_every_ten_seconds(shown: NowAndThen, clock: Clock, written: list[str]) -> None:
    for seconds in (1, 10, 11, 19, 20):
        clock.seconds = seconds
        shown.step(f"step {seconds}")

    assert written == ["transform: step 10", "transform: step 20"]


def test_bytes_are_shown_with_rate_and_time_left(shown: NowAndThen, clock: Clock, written: list[str]) -> None:
    advance = shown.begin_bytes("storing", 3_000_000)
    advance(1_000_000)
    clock.seconds = 10
    advance(500_000)

    assert written == ["transform: storing: 1.5 MB of 3.0 MB, 150.0 KB/s, 10 s left"]


def test_a_tally_says_how_fast_how_they_ended_and_how_long_it_takes_yet(clock: Clock) -> None:
    tally = ProgressTally("TMDB movies", 10, clock)
    clock.seconds = 2
    for word in ("found", "found", "not found", "failed"):
        tally.add(word)

    assert tally.text() == "TMDB movies: 4 of 10, 2.0/s (2 found, 1 not found, 1 failed), 3 s left"


def test_a_note_is_shown_at_once(shown: NowAndThen, written: list[str]) -> None:
    shown.note("Athena read 0 bytes")

    assert written == ["Athena read 0 bytes"]


def test_a_work_without_a_title_is_shown_without_one(clock: Clock, written: list[str]) -> None:
    shown = NowAndThen("", written.append, clock)
    clock.seconds = 10
    shown.step("TMDB movies")

    assert written == ["TMDB movies"]


def report_all(progress: Progress) -> None:
    """Everything that can be reported."""
    progress.step("auditing [trusted]")
    progress.begin_bytes("storing", 100)(40)
    progress.note("worth knowing")
    progress.begin_tally("TMDB movies", 2)("found")


def test_silence_takes_everything_that_can_be_reported(capfd: pytest.CaptureFixture[str]) -> None:
    report_all(SILENT)

    assert capfd.readouterr() == ("", "")


def on_terminal(monkeypatch: pytest.MonkeyPatch, console: Console) -> str:
    """What a terminal gets of all that can be reported."""

    leader, follower = pty.openpty()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    with open(follower, "w", encoding="utf-8") as stderr, monkeypatch.context() as patched:  # noqa: PTH123 - no path
        patched.setattr(sys, "stderr", stderr)
        with console.progress("work") as progress:
            report_all(progress)
        stderr.write("the end\n")
        stderr.flush()
        seen = b""
        while not seen.endswith(b"the end\r\n"):  # a terminal hands over what was written bit by bit
            seen += os.read(leader, 65536)
    os.close(leader)
    return seen.decode()


TERMINALS = pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")


@TERMINALS
def test_a_terminal_shows_line_bar_and_note(monkeypatch: pytest.MonkeyPatch) -> None:
    text = on_terminal(monkeypatch, Console())

    assert "work: TMDB movies: 1 of 2, " in text
    assert "40/100 bytes" in text
    assert "worth knowing\r\n" in text


@TERMINALS
@pytest.mark.parametrize("console", [Console(quiet=True), Console(as_json=True)], ids=["quiet", "json"])
def test_whoever_wants_it_quiet_is_shown_nothing(monkeypatch: pytest.MonkeyPatch, console: Console) -> None:
    assert on_terminal(monkeypatch, console) == "the end\r\n"

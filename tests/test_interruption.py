"""Ctrl-C in a block whose library loses it."""

import os
import signal
import threading
import time
from contextlib import suppress

import pytest

from filmes_lake.interruption import held_back, interruptible


def lose_one() -> None:
    """Be a library that Ctrl-C comes to and that goes on all the same."""
    with suppress(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
        threading.Event().wait(5)


def test_a_library_that_lost_it_is_interrupted_until_it_gives_up() -> None:
    told = threading.Event()

    @interruptible(told.set)
    def work() -> bool:
        lose_one()
        return told.wait(30)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert told.is_set()


def test_what_the_library_makes_of_it_is_an_interruption() -> None:
    @interruptible(lambda: None)
    def work() -> None:
        lose_one()
        raise RuntimeError("Query interrupted")

    with pytest.raises(KeyboardInterrupt):
        work()


def test_without_one_errors_stay_and_nobody_is_notified() -> None:
    told = threading.Event()

    with pytest.raises(RuntimeError, match="of its own"), interruptible(told.set):
        raise RuntimeError("of its own")
    assert not told.is_set()


def test_afterwards_signals_go_where_they_went() -> None:
    before = signal.getsignal(signal.SIGINT)

    with interruptible(lambda: None):
        assert signal.getsignal(signal.SIGINT) is not before

    assert signal.getsignal(signal.SIGINT) is before


def test_in_another_thread_the_block_just_runs() -> None:
    ran = threading.Event()

    def run() -> None:
        with interruptible(lambda: None):
            ran.set()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert ran.is_set()


def test_what_was_held_back_comes_at_the_end_of_the_block() -> None:
    done = threading.Event()

    def load() -> None:
        with held_back():
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.1)
            done.set()
        pytest.fail("it never came")

    with pytest.raises(KeyboardInterrupt):
        load()
    assert done.is_set()

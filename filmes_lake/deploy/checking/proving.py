"""How what is to be proved is gone through: piece by piece, each with its outcome, seconds and US dollars."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from filmes_lake.deploy.checking.check import Check
from filmes_lake.errors import EXIT_INTERRUPTED, FilmesLakeError
from filmes_lake.interruption import held_back


class Outcome(StrEnum):
    """What became of a piece."""

    PASSED = "pass"
    FAILED = "fail"
    NOT_CHECKED = "not checked"
    LEFT_OUT = "left out"


class LeftOut(Exception):
    """The stack does without the piece, or nobody asked for it; the message says so."""


class TrialsLeft(FilmesLakeError):
    """Whoever started the check waits no longer, and what its trials made could not be taken away."""

    exit_code = EXIT_INTERRUPTED
    code = "interrupted"


class NotReached(Exception):
    """It cannot be said whether the piece works; the message says why."""


@dataclass(frozen=True)
class Proof:
    """What was seen of a piece that works. `dollars` are computed, None where no price of the region is known.

    `seconds` are its own, where whoever proves it waited longer.
    """

    what: str
    dollars: float | None = 0.0
    seconds: float | None = None


@dataclass(frozen=True)
class Piece:
    """Something that works or not, how that is proved, and what has to work before."""

    name: str
    prove: Callable[[Check], Proof]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What became of a piece; `hint` says what to do where it failed."""

    piece: str
    outcome: Outcome
    what: str
    hint: str | None = None
    seconds: float = 0.0
    dollars: float | None = 0.0


Told = Callable[[Result], None]


def prove_all(check: Check, pieces: Sequence[Piece], cleanup: Piece, told: Told) -> list[Result]:
    """Prove one after the other, and clean up whatever comes, Ctrl-C too; `told` hears of each as it ends.

    TrialsLeft where Ctrl-C came and cleaning up failed.
    """
    results: dict[str, Result] = {}
    try:
        try:
            for result in _proved(check, pieces, results):
                told(result)
        finally:
            with held_back():
                results[cleanup.name] = _timed(cleanup, check)
                told(results[cleanup.name])
    except KeyboardInterrupt as error:
        if (cleaned := results[cleanup.name]).outcome is Outcome.FAILED:
            raise TrialsLeft(f"interrupted, and cleaning up failed: {cleaned.what}", cleaned.hint) from error
        raise
    return list(results.values())


def has_failed(results: Sequence[Result]) -> bool:
    """Whether a piece does not work, or nobody could tell."""
    return any(result.outcome in (Outcome.FAILED, Outcome.NOT_CHECKED) for result in results)


def _proved(check: Check, pieces: Sequence[Piece], results: dict[str, Result]) -> Iterator[Result]:
    for piece in pieces:
        results[piece.name] = result = _unproved(piece, results) or _timed(piece, check)
        yield result


def _unproved(piece: Piece, results: Mapping[str, Result]) -> Result | None:
    """What to say of a piece that needs one that did not pass."""
    for need in piece.needs:
        if (before := results[need]).outcome is not Outcome.PASSED:
            return Result(piece.name, Outcome.NOT_CHECKED, f"{need}: {before.outcome.value}")
    return None


def _timed(piece: Piece, check: Check) -> Result:
    begun = time.monotonic()
    result = _result(piece, check)
    return replace(result, seconds=result.seconds or round(time.monotonic() - begun, 3))


def _result(piece: Piece, check: Check) -> Result:
    try:
        proof = piece.prove(check)
    except LeftOut as left_out:
        return Result(piece.name, Outcome.LEFT_OUT, str(left_out))
    except NotReached as unknown:
        return Result(piece.name, Outcome.NOT_CHECKED, str(unknown))
    except FilmesLakeError as error:
        return Result(piece.name, Outcome.FAILED, error.message, error.hint)
    return Result(piece.name, Outcome.PASSED, proof.what, None, proof.seconds or 0.0, proof.dollars)

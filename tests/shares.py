"""Which of a test's parameters `make test` runs: a rule is checked there once, its repetitions in `make slow`."""

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


def slow_but(kept: Collection[T], values: Iterable[T]) -> list[Any]:
    """The values as parameters, of which those not `kept` are slow; each of those kept must be one."""
    values = list(values)
    assert all(value in values for value in kept), f"no parameters: {set(kept) - set(values)}"
    return [value if value in kept else pytest.param(value, marks=pytest.mark.slow) for value in values]

"""Actions that start at one moment."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def race(actions: Sequence[Callable[[], Result]]) -> list[Result | Exception]:
    """Run the actions in threads that start together; what each returned or raised, in their order."""
    barrier = threading.Barrier(len(actions))

    def started(action: Callable[[], Result]) -> Result | Exception:
        barrier.wait()
        try:
            return action()
        except Exception as error:  # noqa: BLE001 - the race's outcome is what the test looks at
            return error

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(started, actions))

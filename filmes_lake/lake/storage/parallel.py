"""Several waits at once: what a lake asks of a server that answers many."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import TypeVar

Result = TypeVar("Result")

WORKERS = 8


def in_parallel(actions: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run the actions in threads; their results in their order.

    After a failure, or an interruption, no further one is begun. Those under way have ended before it is raised.
    """
    if len(actions) < 2:
        return [action() for action in actions]
    pool = ThreadPoolExecutor(min(WORKERS, len(actions)))
    try:
        futures = [pool.submit(action) for action in actions]
        failed = [future for future in wait(futures, return_when=FIRST_EXCEPTION).done if future.exception()]
        return [future.result() for future in failed or futures]
    finally:
        pool.shutdown(cancel_futures=True)

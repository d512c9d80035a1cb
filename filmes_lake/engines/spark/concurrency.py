"""Steps of a session several at a time: what one leaves idle, while it is planned or ends, another uses."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from filmes_lake.transform.engine import Step


def run_at_once(steps: Sequence[Step], at_once: int, do: Callable[[Step], None], say: Callable[[str], None]) -> None:
    """See `Session.run`; `do` does a step, in one of so many threads. Of the steps that may begin the first does.

    An interruption leaves what is under way to whoever ends the application.
    """
    announced = _Announced(steps, say)
    waiting, running, ended = list(steps), dict[Future[None], Step](), set[str]()
    errors: dict[str, BaseException] = {}
    pool = ThreadPoolExecutor(at_once)
    try:
        while running or (waiting and not errors):
            free = 0 if errors else at_once - len(running)
            for step in [step for step in waiting if ended.issuperset(step.after)][:free]:
                waiting.remove(step)
                announced.begin(step)
                running[pool.submit(do, step)] = step
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                step = running.pop(future)
                ended.add(step.name)
                if error := future.exception():
                    errors[step.name] = error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    for error in (errors[step.name] for step in steps if step.name in errors):
        raise error


class _Announced:
    """Says of each step that it begins, once all before it have begun."""

    def __init__(self, steps: Sequence[Step], say: Callable[[str], None]) -> None:
        self._next, self._say = list(steps), say
        self._begun: set[str] = set()

    def begin(self, step: Step) -> None:
        """Take note of a step that begins."""
        self._begun.add(step.name)
        while self._next and self._next[0].name in self._begun:
            if says := self._next.pop(0).says:
                self._say(says)

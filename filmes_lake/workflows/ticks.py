"""One run for each tick of a clock: whoever starts refreshes by the clock may start one twice."""

import re

from filmes_lake.errors import AlreadyExists, UsageError
from filmes_lake.lake import layout
from filmes_lake.lake.storage import Storage

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}")


def take_tick(storage: Storage, stack: str, tick: str, execution: str) -> bool:
    """Whether the tick is this execution's: nobody's until now, or its own from an earlier try.

    `execution` is its ARN, for which a second try is the same. UsageError where stack or tick can be no part of a path.
    """
    key = layout.tick(_checked(stack), _checked(tick))
    try:
        storage.put(key, execution.encode())
    except AlreadyExists:
        return storage.get(key).data == execution.encode()
    return True


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name}: cannot name a tick or its stack", "letters, digits and -_.: for example: a time")
    return name

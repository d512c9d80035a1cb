"""Queries that run on Athena at once: started, watched to their end, stopped with whoever gives up on them."""

import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import sleep

from filmes_lake.engines.athena.failures import failure
from filmes_lake.engines.athena.workgroup import Look, Workgroup
from filmes_lake.errors import FilmesLakeError, QueryError
from filmes_lake.log import logger

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.2, 2.0


@dataclass(frozen=True)
class Ended:
    """A query that succeeded: its id, and how it stood at its end."""

    query: str
    look: Look


@dataclass
class _Running:
    """A query from before it is started: the token is what it can be found by while its id is under way."""

    sql: str
    token: str
    query: str = ""
    look: Look | None = None


class Asking:
    """Asks a workgroup. More than `max_scan` bytes read, by all queries together, stops them."""

    def __init__(
        self,
        workgroup: Workgroup,
        max_scan: int | None,
        step: Callable[[str], None],
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._workgroup = workgroup
        self._max_scan = max_scan
        self._step = step
        self._pause = pause
        self._running: list[_Running] = []

    def ask(self, texts: Mapping[str, str], reuse_minutes: int) -> dict[str, Ended]:
        """Run the texts to their end, each under its name.

        QueryError where one fails. However this ends, by Ctrl-C too, no query of it goes on.
        """
        try:
            for sql in texts.values():
                logger.debug("Athena is asked:\n%s", sql)
                running = _Running(sql, str(uuid.uuid4()))
                self._running.append(running)
                running.query = self._workgroup.start(sql, running.token, reuse_minutes)
            return dict(zip(texts, self._watch(), strict=True))
        except BaseException:
            self._stop()
            raise

    def _watch(self) -> list[Ended]:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            for running in self._running:
                if running.look is None or not running.look.ended:
                    running.look = self._workgroup.look(running.query)
                self._check(running, running.look)
            looks = [running.look for running in self._running if running.look]
            done, scanned = sum(look.ended for look in looks), sum(look.scanned for look in looks)
            self._step(f"{done} of {len(looks)} queries done, {scanned / 1e6:,.1f} MB read")
            self._check_size(scanned)
            if done == len(looks):
                return [Ended(running.query, running.look) for running in self._running if running.look]
            self._pause(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE_SECONDS)

    def _check(self, running: _Running, look: Look) -> None:
        if look.state == "FAILED":
            raise failure(look.reason, running.sql)
        if look.state == "CANCELLED":
            # Athena cancels by itself what reads more than the workgroup allows.
            by_limit = "limit" in look.reason.lower()
            raise (
                failure(look.reason, running.sql)
                if by_limit
                else QueryError("Athena: the query was cancelled by somebody else", "run the command again")
            )

    def _check_size(self, scanned: int) -> None:
        if self._max_scan is not None and scanned > self._max_scan:
            raise QueryError(
                f"Athena had read {scanned:,} bytes when it was stopped, --max-scan allows {self._max_scan:,}",
                "raise --max-scan, or read copies: --engine duckdb",
            )

    def _stop(self) -> None:
        """Stop what still runs, the query too whose start was under way; what went wrong first is what is told."""
        for running in self._running:
            if running.look and running.look.ended:
                continue
            with suppress(FilmesLakeError):
                self._workgroup.stop(running.query or self._workgroup.start(running.sql, running.token, 0))

"""A batch of queries that run on Athena at once: started, watched to their end, stopped together."""

import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import sleep

from filmes_lake.engines.athena.failures import failure
from filmes_lake.engines.athena.workgroup import QueryStatus, Workgroup
from filmes_lake.errors import FilmesLakeError, QueryError
from filmes_lake.log import logger

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.2, 2.0


@dataclass(frozen=True)
class FinishedQuery:
    """A query that succeeded: its id, and its last status."""

    query: str
    status: QueryStatus


@dataclass
class _Running:
    """A query from before it is started: the token is what it can be found by while its id is under way."""

    sql: str
    token: str
    query: str = ""
    status: QueryStatus | None = None


class QueryBatch:
    """Queries of one workgroup. More than `max_scan` bytes read, by all of them together, stops them."""

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

    def run(self, texts: Mapping[str, str], reuse_minutes: int) -> dict[str, FinishedQuery]:
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

    def _watch(self) -> list[FinishedQuery]:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            for running in self._running:
                if running.status is None or not running.status.ended:
                    running.status = self._workgroup.status(running.query)
                self._check(running, running.status)
            statuses = [running.status for running in self._running if running.status]
            done, scanned = sum(status.ended for status in statuses), sum(status.scanned for status in statuses)
            self._step(f"{done} of {len(statuses)} queries done, {scanned / 1e6:,.1f} MB read")
            self._check_size(scanned)
            if done == len(statuses):
                return [FinishedQuery(running.query, running.status) for running in self._running if running.status]
            self._pause(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE_SECONDS)

    def _check(self, running: _Running, status: QueryStatus) -> None:
        if status.state == "FAILED":
            raise failure(status.reason, running.sql)
        if status.state == "CANCELLED":
            # Athena cancels by itself what reads more than the workgroup allows.
            by_limit = "limit" in status.reason.lower()
            raise (
                failure(status.reason, running.sql)
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
        """Stop what still runs, the query too whose start was under way; what went wrong first is what is reported."""
        for running in self._running:
            if running.status and running.status.ended:
                continue
            with suppress(FilmesLakeError):
                self._workgroup.stop(running.query or self._workgroup.start(running.sql, running.token, 0))

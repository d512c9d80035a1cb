"""The services: TMDB, AWS, and this machine's clock by theirs."""

import os
import threading
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

from filmes_lake.doctor.verdict import Check, broken, good, note, skipped
from filmes_lake.errors import NotOffered, SettingsError
from filmes_lake.ingest.tmdb.token import TmdbAccess, TokenMissing

# AWS refuses requests that are 15 minutes off; TMDB's answers would be filed under a wrong moment.
_TOLERATED_SECONDS = 300
_CLOCK = "clock"


class Services:
    """Asks the services, each once and not for long, and remembers the time that they said it was."""

    def __init__(self, *, offline: bool) -> None:
        self._offline = offline
        self._dates: dict[str, tuple[str, datetime]] = {}

    def tmdb(self, access: Callable[[], TmdbAccess], now: Callable[[], datetime]) -> Check:
        """The token's form, and what TMDB says to it."""
        try:
            opened = access()
        except TokenMissing as error:
            return note("tmdb", f"{error.message}: TMDB cannot be asked", error.hint)
        if self._offline:
            return good("tmdb", "the token is well-formed; TMDB was not asked (--offline)")
        from filmes_lake.ingest.tmdb.asking import RetryPolicy
        from filmes_lake.ingest.tmdb.client import TmdbClient
        from filmes_lake.ingest.tmdb.rate_limiter import RateLimiter

        client = TmdbClient(
            opened, RateLimiter(10, threading.Event()), RetryPolicy(deadline=4, longest_deadline=4, backoff=0.2)
        )
        client.check()
        if client.date:
            self._dates["TMDB"] = client.date, now()
        return good("tmdb", "TMDB accepts the token")

    def aws(self, where: str, now: Callable[[], datetime]) -> Check:
        """Whether AWS accepts the credentials."""
        if os.environ.get("AWS_ENDPOINT_URL_S3") and not os.environ.get("AWS_ENDPOINT_URL"):
            return skipped("aws", "a custom S3 endpoint is set, which has no identity to check")
        if self._offline:
            return skipped("aws", "AWS was not asked (--offline)")
        from filmes_lake.aws.identity import caller_identity

        try:
            found = caller_identity(where)
        except NotOffered as error:
            return note("aws", f"{error.message}: whether it takes the credentials is seen below")
        if found.date:
            self._dates["AWS"] = found.date, now()
        return good("aws", f"AWS accepts the credentials (kind: {found.kind})")

    def clock(self, newest_run: datetime | None, now: datetime) -> Check:
        """This machine's time by the services', and by the ledger: a run cannot have begun in the future."""
        for name, (text, seen) in self._dates.items():
            off = (seen - parsedate_to_datetime(text)).total_seconds()
            if abs(off) > _TOLERATED_SECONDS:
                what = f"{abs(off):,.0f} seconds {'fast' if off > 0 else 'slow'} by {name}'s"
                return broken(
                    _CLOCK, what, "set the clock (on Linux: timedatectl set-ntp true)", SettingsError.exit_code
                )
        if newest_run and (newest_run - now).total_seconds() > _TOLERATED_SECONDS:
            return broken(
                _CLOCK,
                f"a run of this lake began at {newest_run:%Y-%m-%d %H:%M} UTC, which is in the future",
                "set the clock",
            )
        if not self._dates:
            return skipped(_CLOCK, "no service gave the time")
        return good(_CLOCK, f"the same as {' and '.join(self._dates)}'s")

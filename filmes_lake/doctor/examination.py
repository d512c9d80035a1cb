"""The examination: every check, in the order in which things stand on each other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from filmes_lake.doctor import condition, machine
from filmes_lake.doctor.check import Check, broken, good, looked, skipped
from filmes_lake.doctor.services import Services
from filmes_lake.errors import FilmesLakeError
from filmes_lake.ingest.tmdb.token import TmdbAccess
from filmes_lake.lake.lake import Lake, utc_now
from filmes_lake.settings import Table


@dataclass(frozen=True)
class Patient:
    """What is examined. `lake` opens the lake, `folder` is where this machine writes, `s3` the address of one in S3."""

    lake: Callable[[], Lake]
    folder: Callable[[], Path]
    s3: str | None
    sources: Table
    access: Callable[[], TmdbAccess]


def examine(patient: Patient, *, offline: bool) -> Iterator[Check]:
    """Every check; with `offline` no service is asked, but the lake is looked at wherever it lies."""
    yield machine.python()
    yield machine.extras()
    yield looked("java", machine.java)
    yield looked("sources", partial(_sources, patient.sources))
    services = Services(offline=offline)
    if patient.s3:
        yield looked("aws", partial(services.aws, patient.s3, utc_now))
    else:
        yield skipped("aws", "the lake is a folder")
    yield from _of_lake(patient)
    yield looked("tmdb", partial(services.tmdb, patient.access, utc_now))
    yield looked("clock", partial(services.clock, _newest_run(patient), utc_now()))


def _of_lake(patient: Patient) -> Iterator[Check]:
    """The lake's checks; where it cannot be read, the others would say the same."""
    first = looked("lake", lambda: condition.readable(patient.lake()))
    yield first
    if first.exit_code:
        return
    lake = patient.lake()
    yield looked("manifests", partial(condition.whole, lake))
    yield looked("writing", partial(condition.writable, lake))
    yield looked("locks", partial(condition.locks, lake))
    yield looked("disk", lambda: machine.disk(patient.folder(), condition.raw_bytes(lake)))


def _sources(sources: Table) -> Check:
    named = {name: path for name, path in sources if path is not None}
    missing = [f"{name} ({path})" for name, path in named.items() if not path.expanduser().exists()]
    if missing:
        return broken("sources", f"not there: {', '.join(missing)}", "correct [sources] in filmes-lake.toml")
    return good("sources", ", ".join(f"{name}: {path}" for name, path in named.items())) if named else _NO_SOURCES


_NO_SOURCES = skipped("sources", "the settings name none")


def _newest_run(patient: Patient) -> datetime | None:
    try:
        runs = patient.lake().ledger.runs(1)
    except FilmesLakeError:  # told of already
        return None
    return runs[0].started_at if runs else None

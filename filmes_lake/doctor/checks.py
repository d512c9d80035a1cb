"""Every check, in the order in which things depend on each other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from filmes_lake.catalog.registration import Catalog
from filmes_lake.doctor import lake_health, machine
from filmes_lake.doctor.services import Services
from filmes_lake.doctor.verdict import Check, broken, checked, good, skipped
from filmes_lake.errors import FilmesLakeError
from filmes_lake.ingest.tmdb.token import TmdbAccess
from filmes_lake.lake.lake import Lake, utc_now
from filmes_lake.progress import SILENT, Progress
from filmes_lake.settings import Table


@dataclass(frozen=True)
class DoctorContext:
    """What is checked. `lake` opens the lake, `folder` is where this machine writes, `s3` the address of one in S3.

    `catalog` opens that of a lake in a folder; Glue's is compared by `catalog diff`, whose permissions it needs.
    """

    lake: Callable[[], Lake]
    folder: Callable[[], Path]
    s3: str | None
    sources: Table
    access: Callable[[], TmdbAccess]
    catalog: Callable[[], Catalog] | None = None


@dataclass(frozen=True)
class Thoroughness:
    """How far checks go: with `offline` no service is asked, but the lake is checked wherever it lies.

    With `deep` every byte that is kept is read.
    """

    offline: bool = False
    deep: bool = False


def run_checks(context: DoctorContext, how: Thoroughness, progress: Progress = SILENT) -> Iterator[Check]:
    """Every check that is wanted."""
    yield machine.python()
    yield machine.extras()
    yield checked("java", machine.java)
    yield checked("sources", partial(_sources, context.sources))
    services = Services(offline=how.offline)
    if context.s3:
        yield checked("aws", partial(services.aws, context.s3, utc_now))
    else:
        yield skipped("aws", "the lake is a folder")
    yield from _of_lake(context, how, progress)
    yield checked("tmdb", partial(services.tmdb, context.access, utc_now))
    yield checked("clock", partial(services.clock, _newest_run(context), utc_now()))


def _of_lake(context: DoctorContext, how: Thoroughness, progress: Progress) -> Iterator[Check]:
    """The lake's checks; where it cannot be read, the others would say the same."""
    first = checked("lake", lambda: lake_health.readable(context.lake()))
    yield first
    if first.exit_code:
        return
    lake = context.lake()
    yield checked("ledger", partial(lake_health.ledger, lake))
    yield checked("manifests", partial(lake_health.whole, lake))
    if how.deep:
        yield checked("bytes", partial(lake_health.as_stored, lake, progress))
    yield checked("answers", partial(lake_health.answers, lake))
    if context.catalog:
        yield checked("catalog", partial(lake_health.catalog, context.catalog()))
    yield checked("writing", partial(lake_health.writable, lake))
    yield checked("locks", partial(lake_health.locks, lake))
    yield checked("disk", lambda: machine.disk(context.folder(), lake_health.raw_bytes(lake)))


def _sources(sources: Table) -> Check:
    named = {name: path for name, path in sources if path is not None}
    paths = {name: path for name, path in named.items() if isinstance(path, Path)}
    missing = [f"{name} ({path})" for name, path in paths.items() if not path.expanduser().exists()]
    if missing:
        return broken("sources", f"missing: {', '.join(missing)}", "correct [sources] in filmes-lake.toml")
    return good("sources", ", ".join(f"{name}: {path}" for name, path in named.items())) if named else _NO_SOURCES


_NO_SOURCES = skipped("sources", "the settings name none")


def _newest_run(context: DoctorContext) -> datetime | None:
    try:
        runs = context.lake().ledger.runs(1)
    except (FilmesLakeError, ModuleNotFoundError):  # reported already
        return None
    return runs[0].started_at if runs else None

"""Every path in a lake. No other module writes one down."""

import re
from datetime import date, datetime
from pathlib import PurePath

from filmes_lake.models.kinds import Kind, Layer

POINTER = "_ops/current.json"
VERSIONS = "_ops/versions/"
RUNS = "_ops/runs/"
LOCKS = "_ops/locks/"
SCRATCH = "_ops/tmp/"
SPOOL = "_ops/spool/"
PROBES = "_ops/probes/"
JOBS = "_ops/jobs/"
FUNCTIONS = "_ops/functions/"
DAMAGED = "_ops/damaged/"
CONVERTED = "_ops/converted/"
TMDB_ERRORS = "_ops/tmdb/errors/"
PURGES = "_ops/purges/"
TICKS = "_ops/ticks/"
TRIALS = "_ops/trials/"
RECORDED = "_ops/recorded/"
LOCAL_CATALOG = "filmes-lake.duckdb"
DEMO_PAGE = "dashboard.html"
# Where the tables are registered, if they are: see `catalog.glue`.
REGISTERED = "_ops/catalog.json"
SHOWN = "_ops/catalog-file.json"  # the files that the catalog file shows
# What was published of the tables as a dashboard, if anything: see `dashboard.quicksight`.
DASHBOARD = "_ops/dashboard.json"

# The lock of whoever makes versions of Trusted and Refined, or goes back to older ones.
TRANSFORM_LOCK = "transform"

# The lock of whoever purges, until all is deleted.
PURGE_LOCK = "purge"

# The layers whose files belong to versions and can be swept; Raw is for ever.
SWEPT = (Layer.TRUSTED, Layer.REFINED)

# Where files of versions lie that can be swept. Raw's are conversions, which can be made again.
SWEPT_PREFIXES = {Layer.RAW: CONVERTED, **{layer: f"{layer.folder}/" for layer in SWEPT}}

_DAY = re.compile(r"/([0-9]{4})/([0-9]{2})/([0-9]{2})/[^/]+\Z")
_PART = re.compile(r"-part-[0-9]{5,}\.jsonl\Z")


def lock(name: str) -> str:
    """The file whose lock is the lock `name`; names that begin with a dot are the storage's own."""
    return f"{LOCKS}{name}.lock"


def ingest_lock(source: str, table: str) -> str:
    """The name of the lock of whoever stores files of a source's raw table, or takes them out."""
    return f"ingest-{source}-{table}"


def tmdb_lock(kind: Kind) -> str:
    """That of TMDB's answers of a kind."""
    return ingest_lock("tmdb", kind.value)


def lock_of(key: str) -> str:
    """The name of the lock whose file lies under `key`."""
    return key.removeprefix(LOCKS).removesuffix(".lock")


def lock_of_holder(key: str) -> str:
    """The name of the lock whose holder's words lie under `key`."""
    return key.removeprefix(LOCKS).removesuffix(".holder")


def probe(name: str) -> str:
    """The key of an object that is written to see whether that can be done, and deleted at once."""
    return f"{PROBES}{name}"


def lock_holder(name: str) -> str:
    """The file in which the holder of the lock `name` says who it is."""
    return f"{LOCKS}{name}.holder"


def raw_snapshot(folder: str, name: str, day: date, ending: str, digest: str | None = None) -> str:
    """The key of a snapshot of a raw table received on `day`; `digest` tells it from an earlier one of the same day.

    `folder` is where the table's files lie in Raw, `ending` the end of a file's name with its dot.
    """
    mark = f"-{digest[:8]}" if digest else ""
    return f"{raw_folder(folder)}{_folders(day)}/{name}{mark}{ending}"


def raw_folder(folder: str) -> str:
    """Where the snapshots of a raw table lie, whose folder in Raw is `folder`."""
    return f"{layer_prefix(Layer.RAW)}{folder}/"


def converted(original: str, digest: str, ending: str) -> str:
    """The key of a file of a conversion: by the SHA-256 of the original, and by its own.

    The same original can be read in two ways, so that it has two conversions.
    """
    return f"{CONVERTED}{original}-{digest[:8]}{ending}"


def _folders(day: date) -> str:
    return f"{day.year:04d}/{day:%m/%d}"  # %Y does not pad on every system


def day_of(key: str) -> date:
    """The day under which a file of Raw is filed."""
    found = _DAY.search(key)
    if found is None:
        raise ValueError(f"{key}: it lies under no day")
    return date(*map(int, found.groups()))


def raw_tmdb_prefix(kind: Kind) -> str:
    """Where the TMDB parts of a kind lie."""
    return f"Raw/TMDB/JSON/{kind.folder}/"


def tmdb_name(run_id: str, number: int) -> str:
    """What a part, its journal segment and its failures are called: the run's id and a number."""
    return f"{run_id}-part-{number:05d}"


def raw_tmdb_part(kind: Kind, name: str) -> str:
    """The key of a sealed part of TMDB answers, filed under the day on which its run began."""
    day = datetime.strptime(name[:8], "%Y%m%d").date()  # noqa: DTZ007 - a run's id begins with its UTC date
    return f"{raw_tmdb_prefix(kind)}{_folders(day)}/{name}.jsonl"


def run_of_part(key: str) -> str:
    """The id of the run that sealed the part of TMDB answers under the key."""
    return key.rpartition("/")[2].partition("-part-")[0]


def is_tmdb_part(key: str) -> bool:
    """Whether the key is a part's, and not something that lies among them."""
    return _PART.search(key) is not None


def is_compressed(key: str) -> bool:
    """Whether the object under the key is gzip."""
    return key.endswith(".gz")


def layer_prefix(layer: Layer) -> str:
    """Where a layer's files lie."""
    return f"{layer.folder}/"


def table_folder(layer: Layer, table: str, run: str) -> str:
    """Where the files of a version's table lie, and no others: a run publishes a layer once."""
    return f"{layer.folder}/{table}/{run}/"


def run_of_table(key: str) -> str:
    """The run that made a table, by the key of a file of it."""
    return key.split("/")[-2]


def lake_of(table_file: PurePath) -> PurePath:
    """The lake in which a table's file lies, by the file's path."""
    return table_file.parents[3]


def folder_of(key: str) -> str:
    """The folder in which the object under `key` lies, with its slash."""
    return key.rpartition("/")[0] + "/"


def part(number: int) -> str:
    """What the files of a table are called, from 0."""
    return f"part-{number:05d}.parquet"


def job_file(digest: str, name: str) -> str:
    """The key of a file that jobs run; `digest` stands for all files of their package."""
    return f"{JOBS}{digest}/{name}"


def function_file(digest: str, name: str) -> str:
    """The key of a zip that functions run, by its own hash."""
    return f"{FUNCTIONS}{digest}/{name}"


def tick(stack: str, tick: str) -> str:
    """The key of the note that says which execution a tick of a stack's clock is; Windows has no colons in names."""
    return f"{TICKS}{stack}/{tick.replace(':', '')}"


def trial(name: str) -> str:
    """Where a trial of the deployment has a lake of its own, until it is removed."""
    return f"{TRIALS}{name}/"


def recorded(kind: Kind) -> str:
    """The key of what a trial's lake has in the place of TMDB: recorded answers of a kind, one a line."""
    return f"{RECORDED}{kind.value}.jsonl"


def is_ours(key: str) -> bool:
    """Whether a lake keeps objects under such a key; in a bucket there may be others."""
    return key.startswith(("_ops/", *map(layer_prefix, Layer)))


def version_id(run: str, layer: Layer, attempt: int = 1) -> str:
    """The id of the version of `layer` that `run` publishes; a later attempt has an id of its own."""
    return f"{run}-{layer.value}" + (f"-{attempt}" if attempt > 1 else "")


def version(version_id: str) -> str:
    """The key of a version's manifest."""
    return f"{VERSIONS}{version_id}.json"


def version_of(key: str) -> str:
    """The id of the version whose manifest lies under `key`."""
    return key.removeprefix(VERSIONS).removesuffix(".json")


def is_version(key: str) -> bool:
    """Whether a key under `VERSIONS` is a manifest's; others may put things there too."""
    return key == version(version_of(key))


def run(run_id: str) -> str:
    """The key of a run's entry in the ledger."""
    return f"{RUNS}{run_id}.json"


def run_of(key: str) -> str:
    """The id of the run whose entry lies under `key`."""
    return key.removeprefix(RUNS).removesuffix(".json")


def is_run(key: str) -> bool:
    """Whether a key under `RUNS` is an entry's; others may put things there too."""
    return key == run(run_of(key))


def damaged(run_id: str, key: str) -> str:
    """The key under which a repair keeps what lay under `key` and was damaged."""
    return f"{DAMAGED}{run_id}/{key.removeprefix('_ops/')}"


def tmdb_errors(run_id: str) -> str:
    """The key of what a run could not take as TMDB records, one JSON object a line."""
    return f"{TMDB_ERRORS}{run_id}.jsonl"


def tmdb_taken(kind: Kind, digest: str) -> str:
    """The key of the note that a file of saved records was taken, by the SHA-256 of its bytes."""
    return f"{tmdb_taken_prefix(kind)}{digest}.json"


def tmdb_taken_prefix(kind: Kind) -> str:
    """Where the notes lie that say which files of saved records of a kind were taken."""
    return f"_ops/tmdb/taken/{kind.value}/"


def tmdb_journal_prefix(kind: Kind) -> str:
    """Where the journal segments of a kind lie."""
    return f"_ops/tmdb/journal/{kind.value}/"


def tmdb_journal(kind: Kind, name: str) -> str:
    """The key of a journal segment: which answer lies in which part, and what TMDB does not have."""
    return f"{tmdb_journal_prefix(kind)}{name}.jsonl"


def tmdb_failures_prefix(kind: Kind) -> str:
    """Where the segments of the error ledger of a kind lie."""
    return f"_ops/tmdb/failures/{kind.value}/"


def tmdb_failures(kind: Kind, name: str) -> str:
    """The key of a segment of the error ledger: titles that could not be fetched, and why."""
    return f"{tmdb_failures_prefix(kind)}{name}.jsonl"


def purge(run_id: str) -> str:
    """The key of the note that a purge began and has not ended."""
    return f"{PURGES}{run_id}.json"


def tmdb_purged_prefix(kind: Kind) -> str:
    """Where the lists of purged parts of a kind lie."""
    return f"_ops/tmdb/purged/{kind.value}/"


def tmdb_purged(kind: Kind, run_id: str) -> str:
    """The key of the list of parts that a purge takes out of Raw."""
    return f"{tmdb_purged_prefix(kind)}{run_id}.json"


def purged_lists(source: str) -> str:
    """Where the lists lie of what purges take out of Raw of a source whose files come whole."""
    return f"_ops/{source}/purged/"


def purged_list(source: str, run_id: str) -> str:
    """The key of the list of what a purge takes out of Raw of such a source."""
    return f"{purged_lists(source)}{run_id}.json"

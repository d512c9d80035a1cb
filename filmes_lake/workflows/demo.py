"""The demo: from the package's own sample files to the ROI report, offline."""

from collections.abc import Callable
from importlib.resources import as_file, files

from filmes_lake.engines.duckdb import catalog_file
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.tmdb.ingest import ingest_saved_tmdb
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage import unobserved
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.runner import QueryEngine, ReportResult, run_report
from filmes_lake.transform.engine import Engine
from filmes_lake.transform.pipeline import transform


def run_demo(lake: Lake, engine: Engine, queries: QueryEngine, step: Callable[[str], None]) -> ReportResult:
    """Ingest, transform, register and report; a second run finds everything up to date."""
    with as_file(files("filmes_lake.sample")) as sample:
        step("ingesting CSVs")
        ingest_csv(lake, [sample / f"{kind.value}.csv" for kind in Kind], None, None)
        for kind in Kind:
            step(f"ingesting TMDB records of {kind.value}")
            ingest_saved_tmdb(lake, sample / f"tmdb_{kind.value}.jsonl", kind, unobserved)
    transform(lake, engine, (Layer.TRUSTED, Layer.REFINED), step=step)
    if lake.storage.folder:  # elsewhere there is no place for a catalog file
        step("registering tables")
        with lake.run("catalog register") as run:
            catalog_file.register(lake, run.scratch, catalog_file.path_of(lake))
    return run_report(lake, queries, find_report("roi"), {})

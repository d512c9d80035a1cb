"""The demo: from the package's own sample files to the ROI report, offline."""

from importlib.resources import as_file, files

from filmes_lake.catalog.registration import Catalog
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.tmdb.ingest import ingest_saved_tmdb
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Kind, Target
from filmes_lake.progress import SILENT, Progress
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.runner import QueryEngine, ReportResult, run_report
from filmes_lake.transform.engine import Engine
from filmes_lake.transform.pipeline import TransformRequest
from filmes_lake.workflows.publish import Published
from filmes_lake.workflows.transform import transform


def run_demo(
    lake: Lake, engine: Engine, queries: QueryEngine, catalog: Catalog, progress: Progress = SILENT
) -> Published[ReportResult]:
    """Ingest, transform, register and report; a second run finds everything up to date."""
    with as_file(files("filmes_lake.sample")) as sample:
        progress.step("ingesting CSVs")
        ingest_csv(lake, [sample / f"{kind.value}.csv" for kind in Kind], None, None)
        for kind in Kind:
            progress.step(f"ingesting TMDB records of {kind.value}")
            ingest_saved_tmdb(lake, sample / f"tmdb_{kind.value}.jsonl", kind)
    published = transform(lake, engine, catalog, TransformRequest(Target.ALL.layers), progress)
    if lake.storage.folder:  # elsewhere the catalog is not the demo's alone
        progress.step("registering tables")
        catalog.register()
    return Published(run_report(lake, queries, find_report("roi"), {}), published.catalog)

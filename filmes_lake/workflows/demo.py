"""The demo: from the package's own sample files to the ROI report and the page, offline."""

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from filmes_lake.catalog.registration import Catalog
from filmes_lake.dashboard.build import build_page, opened_with
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.tmdb.ingest import ingest_saved_tmdb
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.language import Language
from filmes_lake.models.kinds import Kind, Target
from filmes_lake.progress import SILENT, Progress
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.runner import QueryEngine, ReportResult, run_report
from filmes_lake.transform.engine import Engine
from filmes_lake.transform.pipeline import TransformRequest
from filmes_lake.workflows.publish import Published
from filmes_lake.workflows.transform import transform


@dataclass(frozen=True)
class Demo:
    """What the demo has to show: a report, and the page beside the lake, None where that is in no folder."""

    report: ReportResult
    page: Path | None


def run_demo(
    lake: Lake,
    engine: Engine,
    queries: QueryEngine,
    catalog: Catalog,
    language: Language,
    progress: Progress = SILENT,
) -> Published[Demo]:
    """Ingest, transform, register, report and draw; a second run finds everything up to date."""
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
    progress.step("drawing the page")
    page = _page(lake, queries, language)
    return Published(Demo(run_report(lake, queries, find_report("roi"), {}), page), published.catalog)


def _page(lake: Lake, queries: QueryEngine, language: Language) -> Path | None:
    if not lake.storage.folder:
        return None
    file = lake.storage.folder / layout.DEMO_PAGE
    build_page(lake, queries, opened_with({}), language).write(file)
    return file

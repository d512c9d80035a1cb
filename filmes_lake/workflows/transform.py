"""Transform and publish: Raw to Trusted to Refined, by an engine in this process."""

from collections.abc import Sequence

from filmes_lake.catalog.registration import Catalog
from filmes_lake.ingest.delimited.conversions import restore_conversions
from filmes_lake.lake.lake import Lake
from filmes_lake.log import logger
from filmes_lake.progress import SILENT, Progress
from filmes_lake.transform import pipeline
from filmes_lake.transform.engine import Engine
from filmes_lake.transform.pipeline import TransformRequest, TransformResult
from filmes_lake.transform.reconciliation import Loss
from filmes_lake.workflows.publish import Published, publish


def transform(
    lake: Lake, engine: Engine, catalog: Catalog, request: TransformRequest, progress: Progress = SILENT
) -> Published[TransformResult]:
    """Bring the layers up to date in turn, and the catalog after them; errors are those of `pipeline.transform`."""

    def transformed() -> TransformResult:
        restore_conversions(lake)
        return pipeline.transform(lake, engine, request, progress)

    published = publish(catalog, transformed)
    warn_of(published.result.losses)
    return published


def warn_of(losses: Sequence[Loss]) -> None:
    """Log a warning for every column that lost more than a tenth of its values."""
    for loss in losses:
        if loss.is_heavy:
            logger.warning("more than a tenth of a column's values became null: %s", loss)

"""Transform and publish: Raw to Trusted to Refined, by an engine in this process."""

from collections.abc import Sequence
from dataclasses import dataclass

from filmes_lake.catalog.registration import Catalog
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import SILENT, Progress
from filmes_lake.transform import pipeline
from filmes_lake.transform.engine import Engine
from filmes_lake.transform.pipeline import TransformResult
from filmes_lake.workflows.publish import Published, publish


@dataclass(frozen=True)
class TransformRequest:
    """The layers to bring up to date; `force` makes them again where they are. `run_id` see `Ledger.run`."""

    layers: Sequence[Layer]
    force: bool = False
    run_id: str | None = None


def transform(
    lake: Lake, engine: Engine, catalog: Catalog, request: TransformRequest, progress: Progress = SILENT
) -> Published[TransformResult]:
    """Bring the layers up to date in turn, and the catalog after them; errors are those of `pipeline.transform`."""
    layers, force, run_id = request.layers, request.force, request.run_id
    return publish(
        catalog, lambda: pipeline.transform(lake, engine, layers, force=force, progress=progress, run_id=run_id)
    )

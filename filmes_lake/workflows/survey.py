"""What a refresh of the lake would find to do, and what it would do it with: for whoever starts one by the clock."""

from collections.abc import Sequence
from dataclasses import dataclass

from filmes_lake.ingest.source import RefreshStep
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import RunRecord
from filmes_lake.models.kinds import Layer, TransformPlace
from filmes_lake.workflows.refresh import overdue

_SUCCEEDED = ("done", "unchanged")


@dataclass(frozen=True)
class Survey:
    """What is stale and why, by the step that mends it; bytes of the raw files that tables are made of.

    `hours_since_success` is 0 where nothing is stale, else since a transform ended well; None where none did.
    """

    stale: dict[str, str]
    bytes: int
    engine: TransformPlace
    hours_since_success: float | None

    @property
    def due(self) -> bool:
        """Whether a refresh would do anything."""
        return bool(self.stale)


def survey(lake: Lake, steps: Sequence[RefreshStep], glue_above: int) -> Survey:
    """Look at the lake; above so many bytes of raw files the transforms are Glue's. NotFound where it is empty."""
    size = lake.require(Layer.RAW).bytes
    engine = TransformPlace.GLUE if size > glue_above else TransformPlace.LAMBDA
    stale = {report.step: report.reason for report in overdue(steps)}
    # A lake to which nothing new comes needs no run, and nobody is to be woken for it.
    return Survey(stale, size, engine, _hours_since_success(lake) if stale else 0.0)


def _hours_since_success(lake: Lake) -> float | None:
    for run in lake.ledger.runs(1, _made_the_tables):
        if run.ended_at:
            return round((lake.now() - run.ended_at).total_seconds() / 3600, 2)
    return None


def _made_the_tables(run: RunRecord) -> bool:
    return run.command == "transform" and run.outcome in _SUCCEEDED

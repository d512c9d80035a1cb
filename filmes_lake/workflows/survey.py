"""What a refresh of the lake would find to do, and what it would do it with: for whoever starts one by the clock."""

from collections.abc import Sequence
from dataclasses import dataclass

from filmes_lake.errors import FilmesLakeError
from filmes_lake.ingest.source import RefreshStep
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import RunRecord
from filmes_lake.lake.manifest import DataFile, Manifest
from filmes_lake.models.kinds import Layer, TransformPlace
from filmes_lake.progress import format_bytes
from filmes_lake.workflows.refresh import overdue

_SUCCEEDED = ("done", "unchanged")

# What is fetched, written in between and spilled comes to 2.2 times the bytes of plain files (ADR 0035), and to 5.0
# times those of packed ones (a hundredth of IMDb's full set).
_ON_DISK = 2.2
_PACKED = 2.3


class DoesNotFit(FilmesLakeError):
    """The raw files are more than a function can make tables of."""

    code = "does_not_fit"


@dataclass(frozen=True)
class Survey:
    """What is stale and why, by the step that mends it; bytes of the raw files that tables are made of, as they lie.

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


def survey(lake: Lake, steps: Sequence[RefreshStep], glue_above: int, disk: int) -> Survey:
    """Look at the lake; above so many bytes of plain raw files the transforms are Glue's. NotFound where it is empty.

    DoesNotFit where a function is to make tables that its `disk` (bytes) has no room for.
    """
    raw = lake.require(Layer.RAW)
    engine = TransformPlace.GLUE if _as_plain(raw) > glue_above else TransformPlace.LAMBDA
    stale = {report.step: report.reason for report in overdue(steps)}
    if stale and engine is TransformPlace.LAMBDA:
        refuse_too_much(lake, disk)
    # A lake to which nothing new comes needs no run, and nobody is to be woken for it.
    return Survey(stale, raw.bytes, engine, _hours_since_success(lake) if stale else 0.0)


def refuse_too_much(lake: Lake, disk: int) -> None:
    """DoesNotFit where the tables of the lake need more than so many bytes of disk."""
    if (needed := _as_plain(lake.require(Layer.RAW)) * _ON_DISK) > disk:
        raise DoesNotFit(
            f"{lake.storage.uri}: its tables need some {format_bytes(needed)} of disk, and a function has "
            f"{format_bytes(disk)}",
            "let Glue make them: filmes-lake deploy apply --engine either, or filmes-lake transform all --engine glue",
        )


def _as_plain(raw: Manifest) -> float:
    """The bytes of plain files that need as much as these."""
    return sum(map(_plain_bytes, raw.files))


def _plain_bytes(file: DataFile) -> float:
    return file.bytes * (_PACKED if layout.is_compressed(file.key) else 1)


def _hours_since_success(lake: Lake) -> float | None:
    for run in lake.ledger.runs(1, _made_the_tables):
        if run.ended_at:
            return round((lake.now() - run.ended_at).total_seconds() / 3600, 2)
    return None


def _made_the_tables(run: RunRecord) -> bool:
    return run.command == "transform" and run.outcome in _SUCCEEDED

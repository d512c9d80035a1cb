"""The transforms: from the current version below to a new version of a layer, or to nothing where it is up to date."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run, RunInput
from filmes_lake.lake.manifest import Manifest, TableVersion
from filmes_lake.models.columns import Row, columns_of
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import SILENT, Progress
from filmes_lake.transform.audits import audit_reconciliation, refuse, refuse_losses
from filmes_lake.transform.engine import Engine, OpenSession, WrittenFile
from filmes_lake.transform.file_access import FileAccess, open_access
from filmes_lake.transform.making import Changes, Made, Making
from filmes_lake.transform.planning import BELOW, changes_in, check_shape, fingerprint, manifest_below, staleness
from filmes_lake.transform.reconciliation import Counts, Loss, Reconciliation, counted, losses_of, reconcile
from filmes_lake.transform.sources import raw_files


@dataclass(frozen=True)
class TableResult:
    """A table after a transform. `status`: published or unchanged."""

    layer: Layer
    name: str
    rows: int
    bytes: int
    status: str


@dataclass
class TransformResult:
    """What a transform did, and the reconciliation of the current Trusted version. No run: nothing to do."""

    run_id: str | None
    engine: str
    tables: list[TableResult] = field(default_factory=list)
    accounting: dict[str, dict[str, Any]] = field(default_factory=dict)
    swept: int = 0
    seconds: float = 0.0

    @property
    def losses(self) -> list[Loss]:
        """What became null on the way to Trusted, where that was among the layers."""
        return losses_of(self.accounting) if any(table.layer is Layer.TRUSTED for table in self.tables) else []


@dataclass(frozen=True)
class TransformRequest:
    """The layers to bring up to date; `force` makes them again where they are. `run_id` see `Ledger.run`.

    `strict` publishes nothing where values became null on the way to Trusted, of a version that is there already too.
    """

    layers: Sequence[Layer]
    force: bool = False
    run_id: str | None = None
    strict: bool = False


def transform(lake: Lake, engine: Engine, request: TransformRequest, progress: Progress = SILENT) -> TransformResult:
    """Bring the layers up to date in turn and publish each; ChecksFailed publishes nothing of that layer.

    NotFound where there is nothing to make it from, LockHeld where another transform runs. Entry points call
    `workflows.transform`, after which the catalog follows.
    """
    lake.require(BELOW[request.layers[0]])
    began = monotonic()
    layers = [layer.value for layer in request.layers]
    said = {"layers": layers, "engine": engine.name, "force": request.force, "strict": request.strict}
    with (
        lake.run("transform", run_id=request.run_id, **said) as run,
        lake.storage.lock(layout.TRANSFORM_LOCK, run.holder),
    ):
        result = TransformResult(run.id, engine.name)
        with engine.sessions(run.scratch) as open_session:
            work = _Work(lake, engine, open_session, run, request, progress)
            for layer in request.layers:
                result.tables += _transform_layer(work, layer)
        trusted = lake.versions.current(Layer.TRUSTED)
        result.accounting = trusted.accounting if trusted else {}
        result.swept = len(lake.versions.sweep()) if run.versions else 0
        run.counts = {table.name: table.rows for table in result.tables}
        run.outcome = "done" if run.versions else "unchanged"
    result.seconds = round(monotonic() - began, 3)
    return result


@dataclass(frozen=True)
class _Work:
    """A run at its work: in which lake, by whose sessions, what was asked."""

    lake: Lake
    engine: Engine
    open_session: OpenSession
    run: Run
    request: TransformRequest
    progress: Progress


def _transform_layer(work: _Work, layer: Layer) -> list[TableResult]:
    lake, run, request = work.lake, work.run, work.request
    below = manifest_below(lake, layer)
    check_shape(lake, below)
    current = lake.versions.current(layer)
    run.inputs += [
        RunInput(name=file.key, sha256=file.sha256) for table in below.tables.values() for file in table.files
    ]
    if current and not staleness(lake, layer, below, force=request.force).stale:
        if request.strict:
            refuse_losses(losses_of(current.accounting))
        return _results(current)
    changes = changes_in(lake, layer, below, force=request.force)
    manifest = _stored(work, changes)
    lake.versions.publish(manifest, current.version if current else None)
    run.versions[layer.value] = manifest.version
    return _results(manifest, [name for name in manifest.tables if not changes.has(name, manifest.tables[name])])


def _stored(work: _Work, changes: Changes) -> Manifest:
    """Make what is due, audit it and give it its keys in the lake: a version that no reader knows yet."""
    lake, run, layer = work.lake, work.run, changes.lineage.layer
    scratch = run.scratch / layer.value
    scratch.mkdir()
    with open_access(work.engine, lake, scratch) as access:
        made = _made(work, changes, access)
        counts = {**changes.counts_kept, **made.counts}
        accounting = _audited(changes, made, counts)
        if work.request.strict:
            refuse_losses(losses_of(accounting))
        models = {model.table.name: model for model in changes.models}
        tables = {name: _table_version(access, models[name], files) for name, files in made.tables.items()}
        new = {name: table for name, table in tables.items() if not changes.has(name, table)}
        access.verify()
        _store(access, layer, new, work.progress)
    there = {**changes.tables_before, **new}
    return Manifest(
        version=layout.version_id(run.id, layer),
        layer=layer,
        run_id=run.id,
        created_at=lake.now(),
        program=lake.program,
        tables={name: there[name] for name in models},
        fingerprint=fingerprint(lake, layer, changes.below),
        made_from=changes.below.version if layer is Layer.REFINED else None,
        made_of=changes.lineage.fingerprints,
        counts=counts,
        accounting=accounting,
    )


def _made(work: _Work, changes: Changes, access: FileAccess) -> Made:
    """What was due; no engine starts where nothing was."""
    if not changes.due:
        return Made()
    with work.open_session(changes.below.bytes) as session:
        return Making(changes, session, work.engine.dialect, access, work.run.id, work.progress).make()


def _audited(changes: Changes, made: Made, counts: Counts) -> Reconciliation:
    """What became of every line and record, where the layer is made from those. ChecksFailed where a rule is broken."""
    if changes.below.layer is not Layer.RAW:
        refuse(made.violations)
        return {}
    schema = changes.lineage.schema
    found = counted(schema.raw_tables, counts)
    ingested = {
        table.name: sum(file.rows for file in raw_files(changes.below, table.name)) for table in schema.raw_tables
    }
    rows = {name: table.rows for name, table in changes.tables_before.items()}
    rows |= {name: sum(file.rows for file in files) for name, files in made.tables.items()}
    refuse([*audit_reconciliation(schema, found, ingested, rows), *made.violations])
    return reconcile(schema.raw_tables, found)


def _table_version(access: FileAccess, model: type[Row], written: Sequence[WrittenFile]) -> TableVersion:
    columns = {column.name: column.type.value for column in columns_of(model)}
    return TableVersion(files=tuple(map(access.describe, written)), columns=columns)


def _store(access: FileAccess, layer: Layer, tables: Mapping[str, TableVersion], progress: Progress) -> None:
    """Give the files their keys in the lake."""
    progress.step(f"publishing {layer.value}")
    advance = progress.begin_bytes("storing", sum(table.bytes for table in tables.values()))
    access.store([file for table in tables.values() for file in table.files], advance)


def published_by(
    lake: Lake, run_id: str | None, engine: str, layers: Sequence[Layer], seconds: float
) -> TransformResult:
    """What a run that went elsewhere did, as the current versions show."""
    result = TransformResult(run_id, engine, seconds=seconds)
    for layer in layers:
        manifest = lake.require(layer)
        made = [
            name
            for name, table in manifest.tables.items()
            if run_id and layout.run_of_table(table.files[0].key) == run_id
        ]
        result.tables += _results(manifest, made)
    trusted = lake.versions.current(Layer.TRUSTED)
    result.accounting = trusted.accounting if trusted else {}
    return result


def _results(manifest: Manifest, made: Collection[str] = ()) -> list[TableResult]:
    return [
        TableResult(manifest.layer, name, table.rows, table.bytes, "published" if name in made else "unchanged")
        for name, table in manifest.tables.items()
    ]

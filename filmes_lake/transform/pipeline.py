"""The transforms: from the current version below to a new version of a layer, or to nothing where it is up to date."""

import hashlib
import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from filmes_lake.errors import LakeError
from filmes_lake.lake import layout
from filmes_lake.lake.integrity import missing, refuse_missing
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run, RunInput
from filmes_lake.lake.manifest import Manifest, TableVersion
from filmes_lake.models.columns import Row, columns_of
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import Use
from filmes_lake.models.tables import Schema
from filmes_lake.progress import SILENT, Progress
from filmes_lake.transform.audits import audit_reconciliation, audit_tables, refuse, refuse_losses
from filmes_lake.transform.engine import Engine, OpenSession, Session, WrittenFile
from filmes_lake.transform.file_access import FileAccess, open_access
from filmes_lake.transform.reconciliation import Counts, Loss, Reconciliation, counted, losses_of, reconcile
from filmes_lake.transform.sources import raw_files, read_raw
from filmes_lake.transform.statements import DIALECTS, price_table, program_of, statements_of

BELOW = {Layer.TRUSTED: Layer.RAW, Layer.REFINED: Layer.TRUSTED}


@dataclass(frozen=True)
class LayerPlan:
    """Whether a layer is to be made, and why or why not."""

    layer: Layer
    stale: bool
    reason: str


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


def plan(lake: Lake, layers: Sequence[Layer], *, force: bool) -> list[LayerPlan]:
    """What `transform` would do; it writes nothing. Damaged where a raw file is missing, from which tables are made."""
    plans: list[LayerPlan] = []
    for layer in layers:
        if plans and plans[-1].stale:
            plans.append(LayerPlan(layer, stale=True, reason=f"{plans[-1].layer.value} will change"))
        else:
            plans.append(_plan(lake, layer, _below(lake, layer), force=force))
    return plans


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
        published = any(table.status == "published" for table in result.tables)
        result.swept = len(lake.versions.sweep()) if published else 0
        run.counts = {table.name: table.rows for table in result.tables}
        run.outcome = "done" if published else "unchanged"
    result.seconds = round(monotonic() - began, 3)
    return result


def check_shape(lake: Lake, version: Manifest) -> None:
    """LakeError where tables of a version are not those of today's models, so that no statement can read them.

    Raw files are read by their own headers, whatever those are.
    """
    if version.layer is Layer.RAW:
        return
    for model in lake.schema.tables(version.layer):
        found = version.tables.get(model.table.name)
        columns = found.columns if found else {}
        lacking = [column.name for column in columns_of(model) if columns.get(column.name) != column.type.value]
        if found is None or lacking:
            what = (
                f"{model.table.name} has another {', '.join(lacking)}, or none"
                if found
                else f"there is no {model.table.name}"
            )
            raise LakeError(
                f"{version.version} was made by an older program: {what}",
                f"run: filmes-lake transform all --lake {shlex.quote(lake.storage.uri)}",
            )


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
    below = _below(lake, layer)
    check_shape(lake, below)
    current = lake.versions.current(layer)
    run.inputs += [
        RunInput(name=file.key, sha256=file.sha256) for table in below.tables.values() for file in table.files
    ]
    if current and not _plan(lake, layer, below, force=request.force).stale:
        if request.strict:
            refuse_losses(losses_of(current.accounting))
        return _results(current, "unchanged")
    scratch = run.scratch / layer.value
    scratch.mkdir()
    with open_access(work.engine, lake, scratch) as access:
        with work.open_session(below.bytes) as session:
            making = _Making(session, work.engine.dialect, access, lake.schema, layer, run.id, work.progress)
            written, accounting = (_make_trusted if layer is Layer.TRUSTED else _make_refined)(making, below)
        if request.strict:
            refuse_losses(losses_of(accounting))
        tables = {name: _table_version(access, lake.schema.model_of(name), files) for name, files in written.items()}
        access.verify()
        _store(access, layer, tables, work.progress)
    manifest = Manifest(
        version=layout.version_id(run.id, layer),
        layer=layer,
        run_id=run.id,
        created_at=lake.now(),
        program=lake.program,
        tables=tables,
        fingerprint=_fingerprint(lake, layer, below),
        made_from=below.version if layer is Layer.REFINED else None,
        accounting=accounting,
    )
    lake.versions.publish(manifest, current.version if current else None)
    run.versions[layer.value] = manifest.version
    return _results(manifest, "published")


Written = dict[str, list[WrittenFile]]


@dataclass(frozen=True)
class _Making:
    """A layer being made by a run: in which session, in which dialect, where."""

    session: Session
    dialect: str
    access: FileAccess
    schema: Schema
    layer: Layer
    run_id: str
    progress: Progress


def _make_trusted(making: _Making, raw: Manifest) -> tuple[Written, Reconciliation]:
    session, raw_tables = making.session, making.schema.raw_tables
    session.number_lines([file for table in raw_tables for file in read_raw(session, making.access, raw, table)])
    written, counts = _run_program(making)
    found = counted(raw_tables, counts)
    making.progress.step("auditing trusted")
    ingested = {table.name: sum(file.rows for file in raw_files(raw, table.name)) for table in raw_tables}
    rows = {name: sum(file.rows for file in files) for name, files in written.items()}
    broken = audit_reconciliation(making.schema, found, ingested, rows)
    refuse(broken + audit_tables(session, making.schema.tables(Layer.TRUSTED)))
    return written, reconcile(raw_tables, found)


def _make_refined(making: _Making, trusted: Manifest) -> tuple[Written, Reconciliation]:
    for model in making.schema.tables(Layer.TRUSTED):
        making.session.read_table(model, making.access.read(trusted.tables[model.table.name].files))
    making.session.read_prices(price_table())
    written, _ = _run_program(making)
    making.progress.step("auditing refined")
    refuse(audit_tables(making.session, making.schema.tables(Layer.REFINED)))
    return written, {}


def _run_program(making: _Making) -> tuple[Written, Counts]:
    """Run the layer's statements in order: the tables they wrote, as readers list them, and the rows they counted."""
    session, layer, schema = making.session, making.layer, making.schema
    written: Written = {}
    counts: Counts = {}
    for statement, use in program_of(schema, layer):
        name = statement.name
        if use is Use.DROP:
            session.drop(name)
            continue
        making.progress.step(f"{layer.value}: {name}")
        sql = statement.text(making.dialect)
        if use is Use.COUNT:
            counts[name] = session.rows(sql)
        elif use is Use.TABLE:
            folder = making.access.output(layout.table_folder(layer, name, making.run_id))
            model = schema.model_of(name)
            written[name] = session.write(model, sql, folder)
            session.read_table(model, [file.location for file in written[name]])
        else:
            session.stage(name, sql, keep=use is Use.KEEP)
    return {model.table.name: written[model.table.name] for model in schema.tables(layer)}, counts


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
        result.tables += _results(manifest, "published" if manifest.run_id == run_id else "unchanged")
    trusted = lake.versions.current(Layer.TRUSTED)
    result.accounting = trusted.accounting if trusted else {}
    return result


def _below(lake: Lake, layer: Layer) -> Manifest:
    """What a layer is made from."""
    below = lake.require(BELOW[layer])
    if below.layer is Layer.RAW:
        refuse_missing(lake, below.files)
    return below


def _results(manifest: Manifest, status: str) -> list[TableResult]:
    return [
        TableResult(manifest.layer, name, table.rows, table.bytes, status) for name, table in manifest.tables.items()
    ]


def _plan(lake: Lake, layer: Layer, below: Manifest, *, force: bool) -> LayerPlan:
    current = lake.versions.current(layer)
    if current is None:
        return LayerPlan(layer, stale=True, reason="it has no version yet")
    if force:
        return LayerPlan(layer, stale=True, reason="forced")
    wanted = _fingerprint(lake, layer, below)
    changed = [name for name, value in wanted.items() if current.fingerprint.get(name) != value]
    if changed:
        return LayerPlan(layer, stale=True, reason=f"changed: {', '.join(changed)}")
    if gone := missing(lake, current.files):
        more = f" and {len(gone) - 1:,} more" if len(gone) > 1 else ""
        return LayerPlan(layer, stale=True, reason=f"missing, or of another size: {gone[0].key}{more}")
    return LayerPlan(layer, stale=False, reason=f"up to date ({current.version})")


def _fingerprint(lake: Lake, layer: Layer, below: Manifest) -> dict[str, str]:
    """What a version is made of, part by part, so that a plan can say which part changed.

    Not of which engine: what one made is up to date for all, since they make the same rows.
    """
    schema = lake.schema
    sql = [statement.text(dialect) for statement in statements_of(schema, layer) for dialect in DIALECTS]
    models = [repr(columns_of(model)) + repr(model.table) for model in schema.tables(layer)]
    inputs = {
        name: [each.sha256 for file in table.files for each in file.all] for name, table in sorted(below.tables.items())
    }
    prices = price_table() if layer is Layer.REFINED else []
    return {
        **{f"{below.layer.value} {name}": _digest(hashes) for name, hashes in inputs.items()},
        "sql": _digest([*sql, *map(str, prices)]),
        "models": _digest(models),
        "program": lake.program,
    }


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

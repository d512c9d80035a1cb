"""What is to be made: which layers are stale and why, and which of a layer's tables stay as they are."""

import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from filmes_lake.errors import LakeError
from filmes_lake.lake.integrity import missing, refuse_missing
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import Use
from filmes_lake.models.tables import QUARANTINE, Schema
from filmes_lake.transform.lineage import Lineage, digest, lineage_of
from filmes_lake.transform.making import Changes
from filmes_lake.transform.statements import DIALECTS, price_table, statements_of

BELOW = {Layer.TRUSTED: Layer.RAW, Layer.REFINED: Layer.TRUSTED}


@dataclass(frozen=True)
class TablePlan:
    """Whether a table is to be made, and why or why not."""

    name: str
    stale: bool
    reason: str


@dataclass(frozen=True)
class LayerPlan:
    """Whether a layer is to be made, and why or why not. Of one that is `tables` says which of its tables are."""

    layer: Layer
    stale: bool
    reason: str
    tables: tuple[TablePlan, ...] = ()


def plan(lake: Lake, layers: Sequence[Layer], *, force: bool) -> list[LayerPlan]:
    """What `transform` would do; it writes nothing. Damaged where a raw file is missing, from which tables are made."""
    plans: list[LayerPlan] = []
    for layer in layers:
        plans.append(_plan(lake, layer, plans[-1] if plans else None, force=force))
    return plans


def staleness(lake: Lake, layer: Layer, below: Manifest, *, force: bool) -> LayerPlan:
    """Whether a layer is to be made from the version below, and why; nothing of its tables."""
    current = lake.versions.current(layer)
    if current is None:
        return LayerPlan(layer, stale=True, reason="it has no version yet")
    if force:
        return LayerPlan(layer, stale=True, reason="forced")
    if changed := _changed(current, fingerprint(lake, layer, below)):
        return LayerPlan(layer, stale=True, reason=f"changed: {', '.join(changed)}")
    if gone := missing(lake, current.files):
        more = f" and {len(gone) - 1:,} more" if len(gone) > 1 else ""
        return LayerPlan(layer, stale=True, reason=f"missing, or of another size: {gone[0].key}{more}")
    return LayerPlan(layer, stale=False, reason=f"up to date ({current.version})")


def changes_in(lake: Lake, layer: Layer, below: Manifest, *, force: bool, unknown: Collection[str] = ()) -> Changes:
    """What of a layer is to be made from the version below, and what stays as the current version has it.

    What was made of the same stays, if its files are there. Rows of a quarantine stand in a table: where that is gone,
    so are they. Of tables below that are `unknown` nobody knows yet what they will hold.
    """
    lineage, current = lineage_of(lake.schema, layer, below, lake.program, unknown), lake.versions.current(layer)
    if current is None or force:
        return Changes(lineage, below, None, frozenset())
    gone = {file.key for file in missing(lake, current.files)}
    there = {name: table for name, table in current.tables.items() if not gone & {file.key for file in table.files}}
    lost = current.tables.keys() - there.keys()
    if QUARANTINE.table.name in lost:
        lost |= {name for name, use in lineage.uses.items() if use is Use.QUARANTINE}
    same = {name for name, made_of in lineage.fingerprints.items() if current.made_of.get(name) == made_of}
    kept = _without_read_again(lineage, same - lost)
    return Changes(lineage, below, current.model_copy(update={"tables": there}), frozenset(kept))


def _without_read_again(lineage: Lineage, kept: set[str]) -> set[str]:
    """The results that stay, without quarantines whose files are read for others that are due.

    Rows of a quarantine are known by their file: it stays whole, or is looked through again for all of its rejects.
    """
    quarantines = {name for name, use in lineage.uses.items() if use is Use.QUARANTINE}
    read = lineage.files_read_for(quarantines - kept)
    again = {name for name in quarantines & kept if lineage.files_read_for([name]) & read}
    return _without_read_again(lineage, kept - again) if again else kept


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


def manifest_below(lake: Lake, layer: Layer) -> Manifest:
    """What a layer is made from."""
    below = lake.require(BELOW[layer])
    if below.layer is Layer.RAW:
        refuse_missing(lake, below.files)
    return below


def fingerprint(lake: Lake, layer: Layer, below: Manifest) -> dict[str, str]:
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
        **{f"{below.layer.value} {name}": digest(hashes) for name, hashes in inputs.items()},
        **_choices(schema.having(below.tables) if below.layer is Layer.RAW else None),
        "sql": digest([*sql, *map(str, prices)]),
        "models": digest(models),
        "program": lake.program,
    }


def _choices(schema: Schema | None) -> dict[str, str]:
    """What the settings, and the files that are there, make the tables take of the sources that choose."""
    found = [source for source in schema.sources if source.choice] if schema else []
    return {f"titles of {source.name}": digest([*source.texts.values()]) for source in found}


def _changed(current: Manifest, wanted: Mapping[str, str]) -> list[str]:
    """The parts that are others now; one that is there no more is another too."""
    return [name for name in {**current.fingerprint, **wanted} if current.fingerprint.get(name) != wanted.get(name)]


def _plan(lake: Lake, layer: Layer, layer_below: LayerPlan | None, *, force: bool) -> LayerPlan:
    if layer_below is None or not layer_below.stale:
        found = staleness(lake, layer, manifest_below(lake, layer), force=force)
    else:
        found = LayerPlan(layer, stale=True, reason=f"{layer_below.layer.value} will change")
    below = lake.versions.current(BELOW[layer])
    if below is None or not found.stale:
        return found
    made = [table.name for table in layer_below.tables if table.stale] if layer_below else []
    changes = changes_in(lake, layer, below, force=force, unknown=made)
    changed = _changed_parts(lake, changes, made)
    word = "may change" if made else "changed"
    return replace(found, tables=tuple(_table_plans(changes, changed, word, found.reason)))


def _changed_parts(lake: Lake, changes: Changes, made: Sequence[str]) -> list[str]:
    """The parts of a layer's fingerprint that are others now, or may be since these tables below are to be made."""
    wanted = fingerprint(lake, changes.lineage.layer, changes.below)
    found = _changed(changes.before, wanted) if changes.before else []
    return [*found, *(f"{changes.below.layer.value} {name}" for name in made)]


def _table_plans(changes: Changes, changed: Sequence[str], word: str, reason: str) -> Iterator[TablePlan]:
    raw = {table.relation: table.name for table in changes.lineage.schema.raw_tables}
    for name in (model.table.name for model in changes.models):
        read = changes.lineage.inputs_of([name])
        parts = (f"{changes.below.layer.value} {raw.get(one, one)}" for one in sorted(read))
        why = [part for part in parts if part in changed]
        if name in changes.kept:
            yield TablePlan(name, stale=False, reason="made of the same")
        else:
            yield TablePlan(name, stale=True, reason=f"{word}: {', '.join(why)}" if why else reason)

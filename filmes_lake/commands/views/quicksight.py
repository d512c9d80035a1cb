"""What is said of a dashboard of QuickSight: what would be published, what was, and what was taken away."""

from collections.abc import Sequence

from filmes_lake.aws.prices import AS_OF_QUICKSIGHT, QUICKSIGHT
from filmes_lake.console import Console
from filmes_lake.dashboard.quicksight.bodies import Call
from filmes_lake.dashboard.quicksight.names import NOWHERE
from filmes_lake.dashboard.quicksight.publishing import DashboardPublished


def show_plan(console: Console, calls: Sequence[Call]) -> None:
    """Write the calls: as JSON with their bodies, else what each makes; and what QuickSight asks for it."""
    if console.as_json:
        bodies = [{"operation": call.operation, "body": call.body} for call in calls]
        console.document({"calls": bodies, "price": {"as_of": AS_OF_QUICKSIGHT.isoformat(), "note": _price()}})
        return
    rows = [(call.operation, call.id, _what(call)) for call in calls]
    console.table(("call", "id", "what"), rows)
    console.line(_price())
    console.note(f"nothing was called; account {NOWHERE.account} stands for yours, and --json has the bodies")


def show_published(console: Console, made: DashboardPublished, *, shared: bool) -> None:
    """Say what was created and updated, and where it is looked at."""
    if console.as_json:
        parts = [{"kind": part.kind, "id": part.id, "status": part.status} for part in made.parts]
        console.document({"parts": parts, "address": made.address, "shared": shared})
        return
    console.table(("part", "id", "status"), [(part.kind, part.id, part.status) for part in made.parts])
    console.line(f"published: {made.address}")
    if not shared:
        console.note("who may look stays as it is; the first time that is nobody: add --user NAME or --group NAME")


def show_unpublished(console: Console, removed: Sequence[tuple[str, str]]) -> None:
    """Say what was deleted."""
    if console.as_json:
        console.document({"removed": [{"kind": kind, "id": name} for kind, name in removed]})
        return
    for kind, name in removed:
        console.line(f"deleted: {kind} {name}")
    if not removed:
        console.line("nothing was published")


def _what(call: Call) -> str:
    """A call in a few words."""
    definition = call.body.get("Definition")
    if definition:
        visuals = sum(len(sheet["Visuals"]) for sheet in definition["Sheets"])
        fields = len(definition["CalculatedFields"])
        return f"{len(definition['Sheets'])} sheets, {visuals} visuals, {fields} calculated fields"
    tables = call.body.get("PhysicalTableMap")
    if tables:
        return ", ".join(f"{len(table['CustomSql']['Columns'])} columns in SPICE" for table in tables.values())
    return str(call.body["Name"])


def _price() -> str:
    ours = QUICKSIGHT
    return (
        f"On {AS_OF_QUICKSIGHT} Amazon Quick asked, by the month, {ours.author:.0f} dollars for each author and "
        f"{ours.reader:.0f} for each reader; SPICE {ours.per_spice_gb:.2f} for each GB beyond the "
        f"{ours.spice_gb_of_author} of each author. Look the prices up before you sign up."
    )

"""What is wrong in a definition that its shapes allow: eight faults that neither botocore nor cfn-lint sees.

The service says some of them after minutes, and shows others as an empty visual.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from filmes_lake.dashboard.quicksight.language import ExpressionError, names_in

Columns = Mapping[str, Mapping[str, str]]
"""The columns of the data sets, by the identifiers of these."""


class Rule(StrEnum):
    """A fault by its name."""

    TWO_TYPES = "two types in one entry"
    TWO_WELLS = "two field wells"
    DUPLICATE_ID = "duplicate id"
    COLUMN = "dangling column"
    DATA_SET = "dangling data set"
    PARAMETER = "dangling parameter"
    LAYOUT = "missing layout element"
    EXPRESSION = "broken expression"


@dataclass(frozen=True)
class Fault:
    """A fault, where in the definition, and what is wrong there."""

    rule: Rule
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.rule}: {self.what}"


# Lists whose entries are of one type each, the only member of the entry.
_ONE_OF = ("Visuals", "Filters", "ParameterControls", "FilterControls", "ParameterDeclarations")
# What bears an id. A filter's field is known by its visual's, so that ids of fields count as well.
_IDS = ("VisualId", "SheetId", "FilterId", "FilterGroupId", "ParameterControlId", "FilterControlId", "SheetTextBoxId")
# Where a parameter is named. A declaration's own name is `Name`.
_PARAMETERS = ("SourceParameterName", "ParameterName", "Parameter")


def faults_of(definition: Mapping[str, Any], columns: Columns) -> list[Fault]:
    """Everything that is wrong in a definition over data sets of these columns."""
    looked = _Looked(definition, columns)
    return [fault for rule in _RULES for fault in rule(looked)]


@dataclass(frozen=True)
class _Looked:
    """A definition with what its parts refer to."""

    definition: Mapping[str, Any]
    columns: Columns

    @cached_property
    def entries(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Every structure within, with its place: the names of members, and of entries their ids."""
        return list(_walk(self.definition, ""))

    @cached_property
    def data_sets(self) -> set[str]:
        return {entry["Identifier"] for entry in self.definition["DataSetIdentifierDeclarations"]}

    @cached_property
    def parameters(self) -> set[str]:
        declared = self.definition.get("ParameterDeclarations", ())
        return {body["Name"] for entry in declared for body in entry.values()}

    def names(self, data_set: str) -> set[str]:
        """The columns and calculated fields of a data set."""
        calculated = self.definition.get("CalculatedFields", ())
        own = {field["Name"] for field in calculated if field["DataSetIdentifier"] == data_set}
        return own | set(self.columns.get(data_set, ()))


def _walk(part: Any, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(part, Mapping):
        yield where, part
        for name, value in part.items():
            yield from _walk(value, f"{where}.{name}" if where else name)
    elif isinstance(part, list):
        for place, entry in enumerate(part):
            yield from _walk(entry, f"{where}[{place}]")


def _two_types(looked: _Looked) -> Iterator[Fault]:
    for where, entry in looked.entries:
        if where.rpartition(".")[2].partition("[")[0] in _ONE_OF and len(entry) != 1:
            yield Fault(Rule.TWO_TYPES, where, ", ".join(entry) or "none")


def _two_wells(looked: _Looked) -> Iterator[Fault]:
    for where, entry in looked.entries:
        wells = [name for name in entry if name.endswith("FieldWells")]
        if where.endswith(".FieldWells") and len(wells) > 1:
            yield Fault(Rule.TWO_WELLS, where, ", ".join(wells))


def _duplicate_ids(looked: _Looked) -> Iterator[Fault]:
    # A scope names a sheet that stands elsewhere, and a sort a field.
    bearing = [(where, entry) for where, entry in looked.entries if "ScopeConfiguration" not in where]
    for kind in _IDS:
        found = Counter(entry[kind] for _, entry in bearing if kind in entry)
        yield from (Fault(Rule.DUPLICATE_ID, kind, name) for name, count in found.items() if count > 1)
    fields = Counter(entry["FieldId"] for _, entry in bearing if "FieldId" in entry and _is_field(entry))
    yield from (Fault(Rule.DUPLICATE_ID, "FieldId", name) for name, count in fields.items() if count > 1)


def _is_field(entry: Mapping[str, Any]) -> bool:
    """Whether it is a field itself: what labels one has nothing beside its id and column."""
    return "Column" in entry and ("FormatConfiguration" in entry or "AggregationFunction" in entry)


def _dangling_columns(looked: _Looked) -> Iterator[Fault]:
    for where, entry in looked.entries:
        data_set, column = entry.get("DataSetIdentifier"), entry.get("ColumnName")
        if column and data_set in looked.data_sets and column not in looked.names(data_set):
            yield Fault(Rule.COLUMN, where, f"{data_set} has no column {column}")


def _dangling_data_sets(looked: _Looked) -> Iterator[Fault]:
    for where, entry in looked.entries:
        data_set = entry.get("DataSetIdentifier")
        if data_set and data_set not in looked.data_sets:
            yield Fault(Rule.DATA_SET, where, f"{data_set} is not declared")


def _dangling_parameters(looked: _Looked) -> Iterator[Fault]:
    for where, entry in looked.entries:
        for name in (entry[member] for member in _PARAMETERS if isinstance(entry.get(member), str)):
            if name not in looked.parameters:
                yield Fault(Rule.PARAMETER, where, f"{name} is not declared")


def _missing_elements(looked: _Looked) -> Iterator[Fault]:
    for place, sheet in enumerate(looked.definition.get("Sheets", ())):
        laid = _elements(sheet, "Layouts"), _elements(sheet, "SheetControlLayouts")
        visuals = {body["VisualId"] for entry in sheet.get("Visuals", ()) for body in entry.values()}
        boxes = {box["SheetTextBoxId"] for box in sheet.get("TextBoxes", ())}
        controls = {
            name
            for kind, member in (("ParameterControls", "ParameterControlId"), ("FilterControls", "FilterControlId"))
            for entry in sheet.get(kind, ())
            for name in (body[member] for body in entry.values())
        }
        for wanted, found in ((visuals | boxes, laid[0]), (controls, laid[1])):
            for name in sorted(wanted - found):
                yield Fault(Rule.LAYOUT, f"Sheets[{place}]", f"{name} has no place")
            for name in sorted(found - wanted):
                yield Fault(Rule.LAYOUT, f"Sheets[{place}]", f"{name} is placed, and is not there")


def _elements(sheet: Mapping[str, Any], layouts: str) -> set[str]:
    return {
        element["ElementId"]
        for layout in sheet.get(layouts, ())
        for element in layout["Configuration"]["GridLayout"]["Elements"]
    }


def _broken_expressions(looked: _Looked) -> Iterator[Fault]:
    for field in looked.definition.get("CalculatedFields", ()):
        where = f"CalculatedFields: {field['DataSetIdentifier']}.{field['Name']}"
        try:
            columns, parameters = names_in(field["Expression"])
        except ExpressionError as error:
            yield Fault(Rule.EXPRESSION, where, str(error))
            continue
        for name in sorted(columns - looked.names(field["DataSetIdentifier"])):
            yield Fault(Rule.EXPRESSION, where, f"there is no column {name}")
        for name in sorted(parameters - looked.parameters):
            yield Fault(Rule.EXPRESSION, where, f"there is no parameter {name}")


_RULES: tuple[Callable[[_Looked], Iterator[Fault]], ...] = (
    _two_types,
    _two_wells,
    _duplicate_ids,
    _dangling_columns,
    _dangling_data_sets,
    _dangling_parameters,
    _missing_elements,
    _broken_expressions,
)

"""The parameters with their controls, and the filters that keep out what the conditions leave out."""

from collections.abc import Iterator, Sequence
from typing import Any

from filmes_lake.dashboard.definition import NEUTRAL
from filmes_lake.dashboard.quicksight.expressions import REASON, parameter_name
from filmes_lake.dashboard.quicksight.grains import GRAINS, Grain
from filmes_lake.dashboard.quicksight.visuals import Shown
from filmes_lake.dashboard.quicksight.words import FIND, choice, counted, words_of
from filmes_lake.language import Language
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.conditions import parameters_of
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.parameters import Parameter

Sheets = Sequence[tuple[str, Sequence[Shown]]]
FIND_FILTER = "so-titulos-com"
FILTERED_TABLE = "roi"
"""The visual whose rows can be searched by title."""

_GROUPS = next(p for p in find_report("roi-by-genre").parameters if p.name == "min_films")
_OF_FILMS = (*parameters_of(Kind.MOVIES), _GROUPS)


def parameters_on(kind: Kind) -> tuple[Parameter, ...]:
    """The parameters that a sheet about films or series has controls of."""
    return _OF_FILMS if kind is Kind.MOVIES else parameters_of(kind)


def declarations(language: Language) -> list[dict[str, Any]]:
    """Every parameter with its default, which for none is what leaves nobody out."""
    return [_declaration(parameter, language) for parameter in _OF_FILMS]


def controls(sheet: str, kind: Kind, genres: Sequence[str], language: Language) -> list[dict[str, Any]]:
    """A control of each parameter of a sheet: a field for a number, else a list of choices."""
    return [_control(sheet, parameter, genres, language) for parameter in parameters_on(kind)]


def find_control(language: Language) -> dict[str, Any]:
    """The field that searches titles."""
    title = FIND.of(language)
    return {"TextField": {"FilterControlId": "find", "Title": title, "SourceFilterId": FIND_FILTER}}


def filter_groups(sheets: Sheets, language: Language) -> list[dict[str, Any]]:
    """Filters by data set: titles that are counted, groups of enough films; and the search for titles."""
    groups = [*_counted(sheets, language), *_large(sheets)]
    search = {
        "FilterId": FIND_FILTER,
        "Column": {"DataSetIdentifier": GRAINS[0].name, "ColumnName": "titulo"},
        "Configuration": {
            "CustomFilterConfiguration": {
                "MatchOperator": "CONTAINS",
                "SelectAllOptions": "FILTER_ALL_VALUES",
                "NullOption": "ALL_VALUES",
            }
        },
    }
    scope = {sheet: [s.id for s in shown if s.id == FILTERED_TABLE] for sheet, shown in sheets}
    return [*groups, _group("find", {"CategoryFilter": search}, scope)]


def _declaration(parameter: Parameter, language: Language) -> dict[str, Any]:
    default = parameter.default if parameter.default is not None else NEUTRAL[parameter.name]
    name = {"ParameterValueType": "SINGLE_VALUED", "Name": parameter_name(parameter.name)}
    if parameter.type is int:
        return {"IntegerParameterDeclaration": {**name, "DefaultValues": {"StaticValues": [default or 0]}}}
    values = [choice(default, language)]
    return {"StringParameterDeclaration": {**name, "DefaultValues": {"StaticValues": values}}}


def _control(sheet: str, parameter: Parameter, genres: Sequence[str], language: Language) -> dict[str, Any]:
    told = {
        "ParameterControlId": f"{sheet}-{parameter_name(parameter.name)}",
        "Title": _title(parameter, language),
        "SourceParameterName": parameter_name(parameter.name),
    }
    if parameter.type is int:
        return {"TextField": told}
    selectable = {"Values": _choices(parameter, genres, language)}
    return {"Dropdown": {**told, "Type": "SINGLE_SELECT", "SelectableValues": selectable}}


def _choices(parameter: Parameter, genres: Sequence[str], language: Language) -> list[str]:
    if parameter.type is list:
        return [choice(None, language), *genres]
    return [choice(value, language) for value in parameter.choices or (False, True)]


def _title(parameter: Parameter, language: Language) -> str:
    words = words_of(language)
    title = words[parameter.name]
    return f"{words['also']}: {title}" if parameter.type is bool else title


def _counted(sheets: Sheets, language: Language) -> Iterator[dict[str, Any]]:
    for grain in GRAINS:
        chosen = {
            "FilterId": f"contados-{grain.name}",
            "Column": {"DataSetIdentifier": grain.name, "ColumnName": REASON},
            "Configuration": {
                "CustomFilterConfiguration": {
                    "MatchOperator": "EQUALS",
                    "CategoryValue": counted(language),
                    "NullOption": "NON_NULLS_ONLY",
                }
            },
        }
        scope = _scope(sheets, grain, lambda shown: not shown.open)
        yield _group(f"counted-{grain.name}", {"CategoryFilter": chosen}, scope)


def _large(sheets: Sheets) -> Iterator[dict[str, Any]]:
    for grain in GRAINS:
        scope = _scope(sheets, grain, lambda shown: shown.grouped)
        if not any(scope.values()):
            continue
        enough = {
            "FilterId": f"grupos-{grain.name}",
            "Column": {"DataSetIdentifier": grain.name, "ColumnName": "filmes"},
            "IncludeMinimum": True,
            "RangeMinimum": {"Parameter": parameter_name(_GROUPS.name)},
            "NullOption": "NON_NULLS_ONLY",
        }
        yield _group(f"groups-{grain.name}", {"NumericRangeFilter": enough}, scope)


def _scope(sheets: Sheets, grain: Grain, applies: Any) -> dict[str, list[str]]:
    return {sheet: [s.id for s in shown if s.grain is grain and applies(s)] for sheet, shown in sheets}


def _group(name: str, filter_: dict[str, Any], scope: dict[str, list[str]]) -> dict[str, Any]:
    sheets = [{"SheetId": sheet, "Scope": "SELECTED_VISUALS", "VisualIds": ids} for sheet, ids in scope.items() if ids]
    return {
        "FilterGroupId": name,
        "Filters": [filter_],
        "ScopeConfiguration": {"SelectedSheets": {"SheetVisualScopingConfigurations": sheets}},
        "Status": "ENABLED",
        "CrossDataset": "SINGLE_DATASET",
    }

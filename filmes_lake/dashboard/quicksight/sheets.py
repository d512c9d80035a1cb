"""The dashboard's definition: sheets with controls, visuals and what the figures are not, laid on a grid."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from filmes_lake.dashboard.definition import HEADLINES, PICTURES, SMALL
from filmes_lake.dashboard.quicksight.controls import (
    FILTERED_TABLE,
    controls,
    declarations,
    filter_groups,
    find_control,
)
from filmes_lake.dashboard.quicksight.expressions import fields_of
from filmes_lake.dashboard.quicksight.grains import FILM_ARTISTS, GRAINS, SERIES
from filmes_lake.dashboard.quicksight.visuals import DRAWN_SHAPES, Shown, key_figures, visuals_of
from filmes_lake.dashboard.quicksight.words import ARTISTS_SHEET, FILMS_SHEET, LIMITS, SERIES_SHEET, words_of
from filmes_lake.language import Language, Text
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.definitions import INTERVALS, KEY_FIGURES, RANKED_BY_BOUND, find_report

_WIDTH = 36  # columns of the grid
_CONTROL = (6, 2)
_NOTES_HEIGHT = 4
# Of reports whose intervals are not shown here.
_NOT_HERE = (INTERVALS, RANKED_BY_BOUND)


@dataclass(frozen=True)
class _Sheet:
    id: str
    name: Text
    kind: Kind
    reports: tuple[str, ...]
    visuals: tuple[Shown, ...]


def definition(arns: Mapping[str, str], genres: Sequence[str], language: Language) -> dict[str, Any]:
    """A `Definition` over data sets, whose ARNs are given by their grains' names; `genres` are those to choose from."""
    sheets = list(_sheets(language))
    shown = [(sheet.id, sheet.visuals) for sheet in sheets]
    return {
        "DataSetIdentifierDeclarations": [
            {"Identifier": grain.name, "DataSetArn": arns[grain.name]} for grain in GRAINS
        ],
        "Sheets": [_sheet(sheet, genres, language) for sheet in sheets],
        "CalculatedFields": [
            {"DataSetIdentifier": grain.name, "Name": field.name, "Expression": field.expression}
            for grain in GRAINS
            for field in fields_of(grain, language)
        ],
        "ParameterDeclarations": declarations(language),
        "FilterGroups": filter_groups(shown, language),
    }


def _sheets(language: Language) -> Iterator[_Sheet]:
    drawn = [picture for picture in PICTURES if picture.shape in DRAWN_SHAPES]
    visuals = [(picture.report, shown) for picture in drawn for shown in visuals_of(picture, language)]
    figures = tuple(key_figures(_key_figures(), language))
    elsewhere = (FILM_ARTISTS, SERIES)
    films = tuple(shown for _, shown in visuals if shown.grain not in elsewhere)
    reports = tuple(dict.fromkeys(report for report, shown in visuals if shown in films))
    yield _Sheet("films", FILMS_SHEET, Kind.MOVIES, reports, (*figures, *films))
    artists = tuple(shown for _, shown in visuals if shown.grain is FILM_ARTISTS)
    yield _Sheet("artists", ARTISTS_SHEET, Kind.MOVIES, ("artists",), artists)
    series = tuple(shown for _, shown in visuals if shown.grain is SERIES)
    yield _Sheet("series", SERIES_SHEET, Kind.SERIES, ("series",), series)


def _key_figures() -> list[str]:
    """The headlines, then the others; bounds and what stands small elsewhere are left out."""
    small = SMALL.values()
    others = [c.name for c in KEY_FIGURES.columns if not c.is_bound and c.name not in (*HEADLINES, *small)]
    return [*HEADLINES, *others]


def _sheet(sheet: _Sheet, genres: Sequence[str], language: Language) -> dict[str, Any]:
    parameters = controls(sheet.id, sheet.kind, genres, language)
    searching = any(shown.id == FILTERED_TABLE for shown in sheet.visuals)
    filters = [find_control(language)] if searching else []
    notes = f"{sheet.id}-{LIMITS}"
    elements = [(shown.id, "VISUAL", shown.width, shown.height) for shown in sheet.visuals]
    return {
        "SheetId": sheet.id,
        "Name": sheet.name.of(language),
        "Title": words_of(language)["title"],
        "ContentType": "INTERACTIVE",
        "ParameterControls": parameters,
        "FilterControls": filters,
        "Visuals": [shown.body for shown in sheet.visuals],
        "TextBoxes": [{"SheetTextBoxId": notes, "Content": _notes(sheet, language)}],
        "Layouts": [_grid([*elements, (notes, "TEXT_BOX", _WIDTH, _NOTES_HEIGHT)])],
        "SheetControlLayouts": [_grid([*_controls(parameters, filters)])],
    }


def _controls(parameters: Sequence[Any], filters: Sequence[Any]) -> Iterator[tuple[str, str, int, int]]:
    for control in parameters:
        yield next(iter(control.values()))["ParameterControlId"], "PARAMETER_CONTROL", *_CONTROL
    for control in filters:
        yield next(iter(control.values()))["FilterControlId"], "FILTER_CONTROL", *_CONTROL


def _notes(sheet: _Sheet, language: Language) -> str:
    """What the figures are not, as every report says it: QuickSight's text is a kind of XML."""
    notes = dict.fromkeys(note for name in sheet.reports for note in find_report(name).notes if note not in _NOT_HERE)
    said = "<br/>".join(map(escape, (words_of(language)["foot.limits"], *(note.of(language) for note in notes))))
    return f"<text-box>{said}</text-box>"


def _grid(elements: Sequence[tuple[str, str, int, int]]) -> dict[str, Any]:
    """Elements side by side, and in a new row where one has no room; id, type, width and height of each."""
    return {"Configuration": {"GridLayout": {"Elements": list(_placed(elements))}}}


def _placed(elements: Sequence[tuple[str, str, int, int]]) -> Iterator[dict[str, Any]]:
    column = row = height = 0
    for name, type_, wide, high in elements:
        if column + wide > _WIDTH:
            column, row, height = 0, row + height, 0
        yield {
            "ElementId": name,
            "ElementType": type_,
            "ColumnIndex": column,
            "ColumnSpan": wide,
            "RowIndex": row,
            "RowSpan": high,
        }
        column, height = column + wide, max(height, high)

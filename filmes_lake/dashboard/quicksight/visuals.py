"""The page's pictures and key figures as visuals."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from filmes_lake.dashboard.definition import Picture, Shape, Span
from filmes_lake.dashboard.quicksight.expressions import CLASS, LOST, REASON
from filmes_lake.dashboard.quicksight.grains import FILM_ARTISTS, FILM_GENRES, FILMS, SERIES, Grain
from filmes_lake.dashboard.quicksight.wells import Wells
from filmes_lake.dashboard.quicksight.words import LOWEST_FIRST, figure, figure_alt, picture_alt, question
from filmes_lake.language import Language
from filmes_lake.reports.definitions import KEY_FIGURES, find_report

_GRAINS = {"roi-by-genre": FILM_GENRES, "artists": FILM_ARTISTS, "series": SERIES}
_KINDS = {
    Shape.POINTS: "ScatterPlotVisual",
    Shape.ARTIST_POINTS: "ScatterPlotVisual",
    Shape.COLUMNS: "BarChartVisual",
    Shape.ROWS: "BarChartVisual",
    Shape.SHARES: "BarChartVisual",
    Shape.FUNNEL: "BarChartVisual",
    Shape.LINES: "LineChartVisual",
    Shape.RANKING: "TableVisual",
    Shape.ENDS: "TableVisual",
}
_LOGARITHMIC = {"DataOptions": {"NumericAxisOptions": {"Scale": {"Logarithmic": {"Base": 10}}}}}
_ASCENDING, _DESCENDING = "ASC", "DESC"
# What a table is ordered by, of its report.
_RANKED_BY = {"roi": "roi", "artists": "roi_total", "series": "nota_imdb"}
# Namesakes are parted by what nobody needs to see.
_HIDDEN = ("id_artista",)
_ARTIST = ("nome_artista", "identidade", "id_artista")
_ENDS_SHOW = ("titulo", "ano", "lucro", "orcamento", "receita", "roi")


@dataclass(frozen=True)
class Shown:
    """A visual: its id, its body, what it is over, how much room it takes.

    A `grouped` one shows groups of films, of which those of few films are left out; an `open` one shows also those
    titles that a condition leaves out.
    """

    id: str
    body: dict[str, Any]
    grain: Grain
    width: int
    height: int
    grouped: bool = False
    open: bool = False


@dataclass(frozen=True)
class _Drawn:
    """What is drawn of a picture: its configuration, and the names on its axes or in its columns."""

    configuration: dict[str, Any]
    x: str
    y: Sequence[str]


def key_figures(names: Sequence[str], language: Language) -> Iterator[Shown]:
    """A number each, of the report `kpis`."""
    for name in names:
        grain = FILM_ARTISTS if name == "artistas" else FILMS
        wells = Wells(f"kpi-{_id(name)}", grain, KEY_FIGURES, language)
        value = wells.distinct("id_artista") if name == "artistas" else wells.measure(name)
        what = figure(name, language)
        body = _visual(wells.visual, what, figure_alt(what, language), {"FieldWells": {"Values": [value]}})
        yield Shown(wells.visual, {"KPIVisual": body}, grain, 9, 5)


def visuals_of(picture: Picture, language: Language) -> Iterator[Shown]:
    """What shows a picture: one visual, or two where both ends of an order are shown."""
    grain = _GRAINS.get(picture.report, FILMS)
    directions = (_DESCENDING, _ASCENDING) if picture.shape is Shape.ENDS else (_DESCENDING,)
    for direction in directions:
        suffix = "-up" if direction == _ASCENDING else ""
        wells = Wells(f"{picture.name}{suffix}", grain, find_report(picture.report), language)
        drawn = _DRAWN[picture.shape](wells, picture, direction)
        names = [wells.label(name) for name in drawn.y]
        alt = picture_alt(picture, wells.label(drawn.x), names, language)
        asked = question(picture, language)
        title = LOWEST_FIRST.of(language, what=asked) if direction == _ASCENDING else asked
        body = _visual(wells.visual, title, alt, drawn.configuration)
        subtitle = {"Subtitle": {"Visibility": "VISIBLE", "FormatText": {"PlainText": _command(picture)}}}
        kind = _KINDS[picture.shape]
        yield Shown(
            wells.visual,
            {kind: {**body, **subtitle}},
            grain,
            36 if picture.span is Span.WIDE else 18,
            12,
            grouped=picture.shape in (Shape.COLUMNS, Shape.ROWS, Shape.ARTIST_POINTS) or picture.report == "artists",
            open=picture.shape is Shape.FUNNEL,
        )


def _visual(name: str, title: str, alt: str, configuration: dict[str, Any]) -> dict[str, Any]:
    return {
        "VisualId": name,
        "Title": {"Visibility": "VISIBLE", "FormatText": {"PlainText": title}},
        "ChartConfiguration": configuration,
        "VisualContentAltText": alt,
    }


def _command(picture: Picture) -> str:
    """The command that gives the same figures, as the page has it."""
    return f"filmes-lake report {picture.report}"


def _id(name: str) -> str:
    return name.replace("_", "-")


def _points(wells: Wells, picture: Picture, _: str) -> _Drawn:
    """A point for each film: its label is unique, so that no two are put together."""
    return _scatter(wells, picture, category="decada", dot="filme", size="popularidade")


def _artist_points(wells: Wells, picture: Picture, _: str) -> _Drawn:
    return _scatter(wells, picture, category="identidade", dot="artista", size=picture.size)


def _scatter(wells: Wells, picture: Picture, *, category: str, dot: str, size: str) -> _Drawn:
    x, y = picture.x, picture.y[0]
    configuration = {
        "FieldWells": {
            "ScatterPlotCategoricallyAggregatedFieldWells": {
                "XAxis": [wells.measure(x)],
                "YAxis": [wells.measure(y)],
                "Category": [wells.dimension(category)],
                "Size": [wells.measure(size)],
                "Label": [wells.dimension(dot)],
            }
        },
        "XAxisLabelOptions": wells.axis_label(x),
        "XAxisDisplayOptions": _LOGARITHMIC if x in picture.log else {},
        "YAxisLabelOptions": wells.axis_label(y),
        "YAxisDisplayOptions": _LOGARITHMIC if y in picture.log else {},
    }
    return _Drawn(configuration, x, [y])


def _columns(wells: Wells, picture: Picture, _: str) -> _Drawn:
    return _bars(wells, picture.x, (*picture.y, picture.tick), "VERTICAL", wells.sort(picture.x, _ASCENDING))


def _rows(wells: Wells, picture: Picture, _: str) -> _Drawn:
    return _bars(wells, picture.x, (*picture.y, picture.tick), "HORIZONTAL", wells.sort(picture.y[0], _DESCENDING))


def _shares(wells: Wells, _: Picture, __: str) -> _Drawn:
    return _bars(wells, CLASS, (LOST,), "VERTICAL", wells.sort(CLASS, _ASCENDING))


def _funnel(wells: Wells, _: Picture, __: str) -> _Drawn:
    return _bars(wells, REASON, ("filmes",), "HORIZONTAL", wells.sort("filmes", _DESCENDING))


def _bars(wells: Wells, x: str, y: Sequence[str], orientation: str, sort: dict[str, Any]) -> _Drawn:
    values = [wells.measure(name) for name in y]
    configuration = {
        "FieldWells": {"BarChartAggregatedFieldWells": {"Category": [wells.dimension(x)], "Values": values}},
        "SortConfiguration": {"CategorySort": [sort]},
        "Orientation": orientation,
        "BarsArrangement": "CLUSTERED",
        "CategoryLabelOptions": wells.axis_label(x),
        "ValueLabelOptions": wells.axis_label(*y),
    }
    return _Drawn(configuration, x, y)


def _lines(wells: Wells, picture: Picture, _: str) -> _Drawn:
    values = [wells.measure(name) for name in picture.y]
    configuration = {
        "FieldWells": {
            "LineChartAggregatedFieldWells": {"Category": [wells.dimension(picture.x)], "Values": values},
        },
        "SortConfiguration": {"CategorySort": [wells.sort(picture.x, _ASCENDING)]},
        "Type": "LINE",
        "XAxisLabelOptions": wells.axis_label(picture.x),
        "PrimaryYAxisLabelOptions": wells.axis_label(*picture.y),
    }
    return _Drawn(configuration, picture.x, picture.y)


def _ranking(wells: Wells, picture: Picture, direction: str) -> _Drawn:
    known = {*wells.grain.columns, "lucro", "orcamento", "receita"}
    names = [c.name for c in wells.report.columns if (c.measure and not c.is_bound) or c.name in known]
    if picture.report == "artists":
        return _aggregated_table(wells, names, _RANKED_BY[picture.report])
    return _table(wells, names, _RANKED_BY[picture.report], direction)


def _ends(wells: Wells, picture: Picture, direction: str) -> _Drawn:
    return _table(wells, _ENDS_SHOW, picture.y[0], direction)


def _table(wells: Wells, names: Sequence[str], ranked_by: str, direction: str) -> _Drawn:
    values = [wells.plain(name) for name in names]
    return _listed(wells, {"TableUnaggregatedFieldWells": {"Values": values}}, names, ranked_by, direction)


def _aggregated_table(wells: Wells, names: Sequence[str], ranked_by: str) -> _Drawn:
    groups = [wells.dimension(name) for name in names if name in _ARTIST]
    values = [wells.measure(name) for name in names if name not in _ARTIST]
    fields = {"TableAggregatedFieldWells": {"GroupBy": groups, "Values": values}}
    return _listed(wells, fields, names, ranked_by, _DESCENDING)


def _listed(wells: Wells, fields: dict[str, Any], names: Sequence[str], ranked_by: str, direction: str) -> _Drawn:
    labels = [_labelled(wells, name) for name in names]
    configuration = {
        "FieldWells": fields,
        "SortConfiguration": {"RowSort": [wells.sort(ranked_by, direction)]},
        "FieldOptions": {"SelectedFieldOptions": labels},
    }
    return _Drawn(configuration, ranked_by, [name for name in names if name not in _HIDDEN])


def _labelled(wells: Wells, name: str) -> dict[str, Any]:
    visibility = "HIDDEN" if name in _HIDDEN else "VISIBLE"
    return {"FieldId": wells.field_id(name), "CustomLabel": wells.label(name), "Visibility": visibility}


_DRAWN: dict[Shape, Callable[[Wells, Picture, str], _Drawn]] = {
    Shape.POINTS: _points,
    Shape.ARTIST_POINTS: _artist_points,
    Shape.COLUMNS: _columns,
    Shape.ROWS: _rows,
    Shape.SHARES: _shares,
    Shape.FUNNEL: _funnel,
    Shape.LINES: _lines,
    Shape.RANKING: _ranking,
    Shape.ENDS: _ends,
}
DRAWN_SHAPES = frozenset(_DRAWN)
"""The shapes that have a visual: what rises and falls by days is on the page alone."""

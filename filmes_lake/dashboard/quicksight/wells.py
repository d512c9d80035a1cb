"""The fields of a visual, as its field wells take them: dimensions, measures, plain columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from filmes_lake.dashboard.quicksight.expressions import CLASS, LOST, REASON, field_of, fields_of, shown
from filmes_lake.dashboard.quicksight.formats import number_format, percentage
from filmes_lake.dashboard.quicksight.grains import Grain
from filmes_lake.dashboard.quicksight.words import label, words_of
from filmes_lake.language import Language
from filmes_lake.reports.report import Report
from filmes_lake.reports.units import Unit

_WORDS = {LOST: "losses", CLASS: "class", REASON: "condition"}


@dataclass(frozen=True)
class Wells:
    """Makes the fields of one visual over the rows of `grain`; `report` says what their numbers count."""

    visual: str
    grain: Grain
    report: Report
    language: Language

    def dimension(self, name: str) -> dict[str, Any]:
        """A field to group by."""
        if name in (*_texts(self.grain), CLASS, REASON):
            return {"CategoricalDimensionField": self._field(name)}
        format_ = {"FormatConfiguration": number_format(self.unit(name), self.language)}
        return {"NumericalDimensionField": {**self._field(name), **format_}}

    def measure(self, name: str) -> dict[str, Any]:
        """A field of a group: a measure, or the mean of a column, which of one row is that row's own."""
        column = self.column(name)
        mean = {} if column in self._aggregated() else {"AggregationFunction": _MEAN}
        return {"NumericalMeasureField": {**self._field(name), **mean, "FormatConfiguration": self._format(name)}}

    def distinct(self, name: str) -> dict[str, Any]:
        """How many different ones there are."""
        return {"CategoricalMeasureField": {**self._field(name), "AggregationFunction": "DISTINCT_COUNT"}}

    def plain(self, name: str) -> dict[str, Any]:
        """A column of a table that shows row after row."""
        if name in _texts(self.grain):
            return self._field(name)
        return {**self._field(name), "FormatConfiguration": {"NumberFormatConfiguration": self._format(name)}}

    def field_id(self, name: str) -> str:
        """What the visual calls a field."""
        return f"{self.visual}.{name}"

    def column(self, name: str) -> str:
        """The column or calculated field that shows what the report calls `name`."""
        measure = self._measures().get(name)
        return shown(field_of(measure) if measure else name, self.unit(name))

    def unit(self, name: str) -> Unit:
        """What a number counts."""
        return {column.name: column.unit for column in self.report.columns}.get(name, Unit.COUNT)

    def label(self, name: str) -> str:
        """What people call a field."""
        if name == LOST:
            return words_of(self.language)["axis.losses"].format(times="1")
        return label(_WORDS.get(name, name), self.language)

    def axis_label(self, *names: str) -> dict[str, Any]:
        """The fields' labels beside an axis."""
        labels = [
            {
                "CustomLabel": self.label(name),
                "ApplyTo": {"FieldId": self.field_id(name), "Column": self._reference(name)},
            }
            for name in names
        ]
        return {"AxisLabelOptions": labels}

    def sort(self, name: str, direction: str) -> dict[str, Any]:
        """An order by one of the fields."""
        return {"FieldSort": {"FieldId": self.field_id(name), "Direction": direction}}

    def _field(self, name: str) -> dict[str, Any]:
        return {"FieldId": self.field_id(name), "Column": self._reference(name)}

    def _reference(self, name: str) -> dict[str, str]:
        return {"DataSetIdentifier": self.grain.name, "ColumnName": self.column(name)}

    def _format(self, name: str) -> dict[str, Any]:
        return percentage(self.language) if name == LOST else number_format(self.unit(name), self.language)

    def _measures(self) -> dict[str, Any]:
        return {column.name: column.measure for column in self.report.columns if column.measure}

    def _aggregated(self) -> set[str]:
        return {field.name for field in fields_of(self.grain, self.language) if field.aggregated}


_MEAN = {"SimpleNumericalAggregation": "AVERAGE"}


def _texts(grain: Grain) -> Iterator[str]:
    return (name for name, type_ in grain.columns.items() if type_ == "STRING")

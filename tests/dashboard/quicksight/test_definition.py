"""The definition: valid in botocore and cfn-lint, and each of the faults that neither sees is refused by its name."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.aws.quicksight import shape_faults
from filmes_lake.dashboard.definition import PICTURES
from filmes_lake.dashboard.quicksight.bodies import Call, Wanted, calls
from filmes_lake.dashboard.quicksight.checks import Rule, faults_of
from filmes_lake.dashboard.quicksight.grains import GRAINS
from filmes_lake.dashboard.quicksight.names import NOWHERE
from filmes_lake.dashboard.quicksight.visuals import DRAWN_SHAPES
from filmes_lake.errors import ChecksFailed
from filmes_lake.language import Language

COLUMNS = {grain.name: grain.columns for grain in GRAINS}
Body = dict[str, Any]


@cache
def made(language: Language) -> list[Call]:
    wanted = Wanted("s3://films/lake", "films", "primary", None, language, ["Crime", "Drama"], ["arn:aws:x:::y"])
    return calls(wanted, NOWHERE)


def definition(language: Language = Language.PORTUGUESE) -> Body:
    """A copy, to be spoilt."""
    found: Body = copy.deepcopy(made(language)[-1].body["Definition"])
    return found


def visuals(of: Body) -> list[Body]:
    return [body for sheet in of["Sheets"] for entry in sheet["Visuals"] for body in entry.values()]


@pytest.mark.parametrize("language", Language)
def test_boto3_takes_every_call(language: Language) -> None:
    assert [shape_faults(call.operation, call.body) for call in made(language)] == [""] * 7


@pytest.mark.slow  # some 5 s of a core
def test_cfn_lint_takes_the_dashboard_the_theme_and_the_data_sets(tmp_path: Path) -> None:
    resources = {
        f"R{place}": {"Type": f"AWS::QuickSight::{call.kind}", "Properties": call.body}
        for place, call in enumerate(made(Language.PORTUGUESE))
    }
    template = tmp_path / "template.json"
    template.write_text(json.dumps({"Resources": resources}), encoding="utf-8")

    ended = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), template], capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_every_picture_but_the_one_over_days_is_on_it() -> None:
    shown = {body["VisualId"] for body in visuals(definition())}

    assert {picture.name for picture in PICTURES} - shown == {"trends"}
    assert {picture.name for picture in PICTURES if picture.shape in DRAWN_SHAPES} <= shown


@pytest.mark.parametrize("language", Language)
def test_who_does_not_see_a_visual_is_told_what_it_shows(language: Language) -> None:
    found = visuals(definition(language))

    texts = [body["VisualContentAltText"] for body in found]
    assert len(set(texts)) >= len(texts) - 1  # both ends of one order are told alike
    assert all(20 < len(text) <= 1024 or "kpi-" in body["VisualId"] for text, body in zip(texts, found, strict=True))


def test_the_two_languages_differ_in_words_and_in_nothing_else() -> None:
    portuguese, english = (definition(language) for language in (Language.PORTUGUESE, Language.ENGLISH))

    assert [body["VisualId"] for body in visuals(portuguese)] == [body["VisualId"] for body in visuals(english)]
    assert portuguese["Sheets"][0]["Title"] != english["Sheets"][0]["Title"]
    assert portuguese["ParameterDeclarations"][0] != english["ParameterDeclarations"][0]


def test_points_have_a_size_a_colour_and_logarithmic_axes() -> None:
    (points,) = (body for body in visuals(definition()) if body["VisualId"] == "budget-vs-revenue")

    wells = points["ChartConfiguration"]["FieldWells"]["ScatterPlotCategoricallyAggregatedFieldWells"]
    assert {name for name, fields in wells.items() if len(fields) == 1} == {
        "XAxis",
        "YAxis",
        "Category",
        "Size",
        "Label",
    }
    for axis in ("X", "Y"):
        options = points["ChartConfiguration"][f"{axis}AxisDisplayOptions"]["DataOptions"]["NumericAxisOptions"]
        assert options["Scale"] == {"Logarithmic": {"Base": 10}}


def test_only_what_is_counted_is_shown_but_for_the_funnel() -> None:
    found = definition()
    filtered = {
        name
        for group in found["FilterGroups"]
        if group["FilterGroupId"].startswith("counted-")
        for sheet in group["ScopeConfiguration"]["SelectedSheets"]["SheetVisualScopingConfigurations"]
        for name in sheet["VisualIds"]
    }

    assert {body["VisualId"] for body in visuals(found)} - filtered == {"funnel"}


def test_a_table_is_named_with_its_database_and_a_result_of_the_text_is_not() -> None:
    text = GRAINS[2].sql("films")

    assert 'FROM "films"."dim_filme" AS d' in text
    assert "FROM avaliados AS a" in text
    assert ":" not in text.replace("::", "")


def _visual(of: Body, kind: str) -> Body:
    return next(entry[kind] for entry in of["Sheets"][0]["Visuals"] if kind in entry)


def _two_types(of: Body) -> None:
    of["Sheets"][0]["Visuals"][0]["BarChartVisual"] = _visual(of, "BarChartVisual")


def _two_wells(of: Body) -> None:
    _visual(of, "TableVisual")["ChartConfiguration"]["FieldWells"]["TableAggregatedFieldWells"] = {"Values": []}


def _duplicate_visual(of: Body) -> None:
    _visual(of, "LineChartVisual")["VisualId"] = "funnel"


def _duplicate_field(of: Body) -> None:
    wells = _visual(of, "LineChartVisual")["ChartConfiguration"]["FieldWells"]["LineChartAggregatedFieldWells"]
    wells["Values"][1] = wells["Values"][0]


def _dangling_column(of: Body) -> None:
    (value,) = _visual(of, "KPIVisual")["ChartConfiguration"]["FieldWells"]["Values"]
    value["NumericalMeasureField"]["Column"]["ColumnName"] = "roi_maximo"


def _dangling_data_set(of: Body) -> None:
    (value,) = _visual(of, "KPIVisual")["ChartConfiguration"]["FieldWells"]["Values"]
    value["NumericalMeasureField"]["Column"]["DataSetIdentifier"] = "curtas"


def _dangling_parameter(of: Body) -> None:
    of["Sheets"][0]["ParameterControls"][1]["TextField"]["SourceParameterName"] = "minimo"


def _dangling_parameter_of_a_filter(of: Body) -> None:
    of["ParameterDeclarations"] = [entry for entry in of["ParameterDeclarations"] if "minfilms" not in str(entry)]


def _missing_element(of: Body) -> None:
    del of["Sheets"][0]["Layouts"][0]["Configuration"]["GridLayout"]["Elements"][3]


def _element_of_nothing(of: Body) -> None:
    del of["Sheets"][0]["ParameterControls"][0]


def _broken_expression(of: Body) -> None:
    of["CalculatedFields"][-1]["Expression"] += ")"


def _expression_of_no_column(of: Body) -> None:
    of["CalculatedFields"][0]["Expression"] = "sum({orcamento_em_reais})"


def _expression_of_no_parameter(of: Body) -> None:
    of["CalculatedFields"][0]["Expression"] = "${moeda}"


@pytest.mark.parametrize(
    ("spoil", "rule", "what"),
    [
        (_two_types, Rule.TWO_TYPES, "KPIVisual, BarChartVisual"),
        (_two_wells, Rule.TWO_WELLS, "TableUnaggregatedFieldWells, TableAggregatedFieldWells"),
        (_duplicate_visual, Rule.DUPLICATE_ID, "funnel"),
        (_duplicate_field, Rule.DUPLICATE_ID, "yearly.receita_corrigida_mediana"),
        (_dangling_column, Rule.COLUMN, "filmes has no column roi_maximo"),
        (_dangling_data_set, Rule.DATA_SET, "curtas is not declared"),
        (_dangling_parameter, Rule.PARAMETER, "minimo is not declared"),
        (_dangling_parameter_of_a_filter, Rule.PARAMETER, "minfilms is not declared"),
        (_missing_element, Rule.LAYOUT, "kpi-artistas has no place"),
        (_element_of_nothing, Rule.LAYOUT, "films-genre is placed, and is not there"),
        (_broken_expression, Rule.EXPRESSION, "series.motivo"),
        (_expression_of_no_column, Rule.EXPRESSION, "there is no column orcamento_em_reais"),
        (_expression_of_no_parameter, Rule.EXPRESSION, "there is no parameter moeda"),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_a_planted_fault_is_refused_by_its_name(spoil: Callable[[Body], None], rule: Rule, what: str) -> None:
    found = definition()
    spoil(found)

    faults = faults_of(found, COLUMNS)

    assert any(fault.rule is rule and what in str(fault) for fault in faults), faults
    # boto3 would have asked.
    assert not shape_faults("CreateDashboard", {**made(Language.PORTUGUESE)[-1].body, "Definition": found})


def test_nothing_is_wrong_in_the_definition_itself() -> None:
    assert faults_of(definition(), COLUMNS) == []


def test_what_boto3_would_refuse_is_told_in_one_line() -> None:
    wanted = Wanted("s3://films/lake", "films", "", None, Language.ENGLISH, ["Crime"])

    with pytest.raises(ChecksFailed, match="the dashboard would be refused: Invalid length for parameter"):
        calls(wanted, NOWHERE)

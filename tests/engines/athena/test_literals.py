"""Parameters as typed literals in Athena's texts."""

import duckdb
import pytest

from filmes_lake.engines.athena.literals import literal, with_literals
from filmes_lake.reports.definitions import REPORTS
from filmes_lake.reports.parameters import Value
from filmes_lake.reports.report import Report


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "NULL"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (10**17, "100000000000000000"),
        ("real", "'real'"),
        (("Crime", "War"), "ARRAY['Crime', 'War']"),
    ],
)
def test_a_value_is_a_literal_of_its_type(value: Value, written: str) -> None:
    assert literal(value) == written


@pytest.mark.parametrize("text", ["", "O'Hara", "'); DROP TABLE x --", "\\' OR 1=1", "':top'", "null", "ção 漢\n"])
def test_a_text_stays_one_literal_whatever_it_holds(text: str) -> None:
    given: dict[str, Value] = {"genre": (text, "War"), "top": 3}
    sql = with_literals("SELECT CAST(:genre AS VARCHAR ARRAY), CAST(:top AS BIGINT)", given)

    with duckdb.connect() as connection:
        assert connection.execute(sql).fetchall() == [([text, "War"], 3)]


def test_a_colon_inside_a_string_of_the_text_names_nothing() -> None:
    assert with_literals("SELECT 'it''s :top', :top", {"top": 3}) == "SELECT 'it''s :top', 3"


def test_a_name_without_a_value_is_refused() -> None:
    with pytest.raises(KeyError):
        with_literals("SELECT :top", {})


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_text_takes_its_report_s_defaults(report: Report) -> None:
    assert ":" not in with_literals(report.sql, report.bind({}))

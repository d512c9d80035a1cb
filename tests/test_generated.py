"""What is generated is up to date, and SQL keeps to what every engine reads alike.

The allow-list holds the functions of reports that were compared on Athena and DuckDB, nulls and types included; that of
the statements is in `tools/guards.py`.
"""

import re
from functools import cache
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from filmes_lake.models.columns import ColumnType
from filmes_lake.models.kinds import Layer
from filmes_lake.reports.definitions import REPORTS, find_report
from filmes_lake.reports.texts import CASTS, DAYS, FILMS, FUNNELS, GENRES, ROLES
from filmes_lake.transform.statements import statements_of
from tests.schema import REFINED, SCHEMA, TRUSTED, model_of
from tools.generate import ROOT, generated_files
from tools.guards import FOLDERS, cast_type, functions
from tools.report_guards import FUNCTIONS

REPORT_TEXTS = ROOT / "filmes_lake/reports/sql"
STATEMENTS = {
    f"{layer.value}/{path.stem}": path
    for layer in (Layer.TRUSTED, Layer.REFINED)
    for sql in FOLDERS
    for folder in (sql, sql / "_generated/spark")
    for path in (folder / layer.value).glob("*.sql")
}
CORRELATIONS = [report.correlation for report in REPORTS if report.correlation]
REPORT_NAMES = (
    *(report.name for report in REPORTS),
    *CORRELATIONS,
    *FUNNELS.values(),
    GENRES,
    ROLES,
    DAYS,
    FILMS,
    CASTS,
)
REPORT_FILES = {name: REPORT_TEXTS / f"_generated/{name}.sql" for name in REPORT_NAMES}
TABLES = {f"{model.table.layer.value}/{model.table.name}": model.table.name for model in TRUSTED + REFINED}

CASTS_OF = {
    ColumnType.STRING: "VARCHAR",
    ColumnType.INT: "INTEGER",
    ColumnType.BIGINT: "BIGINT",
    ColumnType.DOUBLE: "DOUBLE",
    ColumnType.BOOLEAN: "BOOLEAN",
}
BANNED = re.compile(r"\b(median|percentile\w*|approx_\w+)\s*\(|\\", re.IGNORECASE)
# sqlglot takes trailing commas, engines do not.
TRAILING_COMMA = re.compile(r",\s*(\)|FROM\b|$)", re.IGNORECASE)


@cache
def tree_of(path: Path, dialect: str) -> exp.Query:
    found = sqlglot.parse_one(path.read_text(encoding="utf-8"), read=dialect)
    assert isinstance(found, exp.Query)
    return found


def without_comments(path: Path) -> str:
    return re.sub("--.*", "", path.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_everything_generated_is_up_to_date() -> None:
    stale = [
        str(path.relative_to(ROOT))
        for path, text in generated_files()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]

    assert not stale, "run `make docs` and commit what it writes"


@pytest.mark.slow
def test_no_text_is_left_of_what_is_generated_no_more() -> None:
    folders = (*(sql / "_generated" for sql in FOLDERS), REPORT_TEXTS / "_generated")

    assert {path for folder in folders for path in folder.rglob("*.*")} <= {path for path, _ in generated_files()}


@pytest.mark.parametrize("layer", [Layer.TRUSTED, Layer.REFINED])
def test_every_statement_has_one_text_and_every_text_runs(layer: Layer) -> None:
    texts = [name.partition("/")[2] for name in STATEMENTS if name.startswith(layer.value)]

    assert sorted(texts) == sorted(found.name for found in statements_of(SCHEMA, layer) if found.sql is None)


@pytest.mark.parametrize("layer", [Layer.TRUSTED, Layer.REFINED])
def test_spark_runs_the_text_that_was_checked(layer: Layer) -> None:
    run = {
        f"{layer.value}/{found.name}": found.text("spark") for found in statements_of(SCHEMA, layer) if not found.sql
    }

    assert run == {
        name: path.read_text(encoding="utf-8") for name, path in STATEMENTS.items() if name.startswith(layer.value)
    }


def test_a_report_uses_only_functions_that_were_compared() -> None:
    assert not {name for name, path in REPORT_FILES.items() if functions(tree_of(path, "athena")) - FUNCTIONS}


ALL_FILES = {
    **STATEMENTS,
    **REPORT_FILES,
    **{f"{path.stem} template": path for path in REPORT_TEXTS.glob("*.sql.jinja")},
}


def test_no_text_has_a_backslash_or_an_approximate_figure() -> None:
    assert not {name for name, path in ALL_FILES.items() if BANNED.search(without_comments(path))}


def test_no_text_has_a_trailing_comma() -> None:
    texts = {name: without_comments(path).strip() for name, path in (STATEMENTS | REPORT_FILES).items()}
    assert not {name for name, text in texts.items() if TRAILING_COMMA.search(text)}


@pytest.mark.parametrize(
    ("files", "dialect"), [(STATEMENTS, "spark"), (REPORT_FILES, "athena")], ids=["spark", "athena"]
)
def test_a_text_is_one_select_without_distinct(files: dict[str, Path], dialect: str) -> None:
    assert not {name for name, path in files.items() if tree_of(path, dialect).args.get("distinct")}


@pytest.mark.parametrize("name", [report.name for report in REPORTS])
def test_a_reports_final_select_casts_every_column_of_its_definition(name: str) -> None:
    selected = tree_of(REPORT_FILES[name], "athena").selects
    found = [(column.alias, cast_type(column, "athena")) for column in selected]

    assert found == [(column.name, CASTS_OF[column.type]) for column in find_report(name).columns]


@pytest.mark.parametrize("name", TABLES)
def test_a_tables_rows_are_sorted_at_last_as_its_model_says(name: str) -> None:
    order = last_sorted(tree_of(STATEMENTS[name], "spark")).args["order"]
    sort = model_of(TABLES[name]).table.sort

    assert tuple(ordered.this.sql("spark") for ordered in order.expressions[: len(sort)]) == sort


def last_sorted(query: exp.Query) -> exp.Query:
    """The query itself, or the one of its steps whose rows it takes each as it comes."""
    if query.args.get("order"):
        return query
    source = query.find(exp.From)
    assert source
    assert not any(map(query.args.get, ("joins", "where", "group", "distinct")))
    found: exp.Query = next(step.this for step in query.ctes if step.alias == source.this.name)
    return found


@pytest.mark.parametrize("name", REPORT_FILES)
def test_both_sides_of_a_division_in_a_report_are_doubles(name: str) -> None:
    for division in tree_of(REPORT_FILES[name], "athena").find_all(exp.Div):
        assert is_double(division.left)
        assert is_double(division.right)


def is_double(node: exp.Expr) -> bool:
    if isinstance(node, exp.Cast):
        return bool(node.to.this == exp.DataType.Type.DOUBLE)
    if isinstance(node, exp.Nullif):
        return is_double(node.this) and is_double(node.expression)
    if isinstance(node, exp.Add | exp.Sub | exp.Mul | exp.Div):
        return is_double(node.left) and is_double(node.right)
    return isinstance(node, exp.Sum | exp.Avg | exp.Max | exp.Min | exp.Paren | exp.Sqrt | exp.Window) and is_double(
        node.this
    )


def test_no_statement_casts_a_quotient_to_an_integer() -> None:
    casts = [(name, cast) for name, path in STATEMENTS.items() for cast in tree_of(path, "spark").find_all(exp.Cast)]
    quotients = [(name, cast) for name, cast in casts if isinstance(cast.this.unnest(), exp.Div)]

    assert quotients
    assert not {name for name, cast in quotients if cast.to.this != exp.DataType.Type.DOUBLE}


def test_nulls_come_last_in_a_report() -> None:
    assert not {name for name, path in REPORT_FILES.items() if "NULLS FIRST" in path.read_text(encoding="utf-8")}


@pytest.mark.parametrize("name", REPORT_FILES)
def test_a_reports_parameters_are_bound_by_name_and_cast(name: str) -> None:
    placeholders = list(tree_of(REPORT_FILES[name], "athena").find_all(exp.Placeholder))

    assert {found.name for found in placeholders} <= {
        parameter.name for report in REPORTS for parameter in report.parameters
    }
    assert all(isinstance(found.parent, exp.Cast) for found in placeholders)

"""`make guards`: what Athena and DuckDB read differently in a report's text is refused, by file and name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shares import slow_but
from tools.report_guards import FOLDER, faults
from tools.report_texts import filled_texts

# A report, a template that it is made of, a text in there, what is planted in its place, and what is said of it.
PLANTED = {
    "a division of whole numbers": (
        "casts",
        "casts",
        "CAST(p.id_filme AS VARCHAR)",
        "CAST(a.lucro / a.orcamento AS VARCHAR)",
        ["an operand of / is not cast to DOUBLE: a.lucro", "an operand of / is not cast to DOUBLE: a.orcamento"],
    ),
    "a division by a whole number": (
        "films",
        "films",
        "CAST(roi AS DOUBLE)",
        "CAST(CAST(lucro AS DOUBLE) / NULLIF(orcamento, 0) AS DOUBLE)",
        ["an operand of / is not cast to DOUBLE: NULLIF(orcamento, 0)"],
    ),
    "a division of what was cast to a whole number": (
        "films",
        "films",
        "CAST(roi AS DOUBLE)",
        "CAST(CAST(lucro AS BIGINT) / (CAST(orcamento AS DOUBLE) * 2) AS DOUBLE)",
        [
            "an operand of / is not cast to DOUBLE: CAST(lucro AS BIGINT)",
            "an operand of / is not cast to DOUBLE: (CAST(orcamento AS DOUBLE) * 2)",
        ],
    ),
    "an approximate median": (
        "yearly",
        "yearly",
        "MAX(ano_base)",
        "approx_percentile(ano_base, 0.5)",
        ["APPROX_QUANTILE was not compared on the engines: compare it, then add it to tools/report_guards.py"],
    ),
    "a median that Athena has not": (
        "yearly",
        "yearly",
        "MAX(ano_base)",
        "median(ano_base)",
        ["MEDIAN was not compared on the engines: compare it, then add it to tools/report_guards.py"],
    ),
    "a function that sqlglot does not know": (
        "genres",
        "genres",
        "CAST(genero AS VARCHAR)",
        "CAST(bit_twiddle(genero) AS VARCHAR)",
        ["BIT_TWIDDLE was not compared on the engines: compare it, then add it to tools/report_guards.py"],
    ),
    "a column without a cast": (
        "roi",
        "ranking",
        "{{ columns() }}",
        "{{ columns().replace('CAST(ano AS INTEGER)', 'ano') }}",
        ["column ano is not cast to INTEGER"],
    ),
    "a column with another cast": (
        "roi",
        "ranking",
        "{{ columns() }}",
        "{{ columns().replace('CAST(ano AS INTEGER)', 'CAST(ano AS BIGINT)') }}",
        ["column ano is not cast to INTEGER"],
    ),
    "a column without a cast in a text that reports share": (
        "genres",
        "genres",
        "CAST(genero AS VARCHAR)",
        "genero",
        ["column genero is not cast to its type"],
    ),
    "a column that the definition has not": (
        "series",
        "ranking",
        "{{ columns() }}",
        "{{ columns() }}, CAST(id_serie AS VARCHAR) AS id",
        [
            "its columns are not those of its definition: titulo, id_serie, ano_lancamento, ",
        ],
    ),
    "a parameter without a cast": (
        "roi",
        "ranking",
        "<= CAST(:top AS BIGINT)",
        "<= :top",
        ["parameter top is not cast: NULL has no type on Athena"],
    ),
    "a sum of whole numbers, which may overflow": (
        "yearly",
        "yearly",
        "MAX(ano_base)",
        "SUM(ano_base)",
        ["what is summed is not cast to DOUBLE or DECIMAL(38, 0): SUM(ano_base)"],
    ),
    "an order of rows that says nothing of nulls": (
        "roi-by-decade",
        "grouped",
        "ORDER BY {{ group }} ASC NULLS LAST",
        "ORDER BY {{ group }} ASC",
        ["ORDER BY does not say NULLS FIRST or NULLS LAST: decada ASC"],
    ),
    "an order in a window that says nothing of nulls": (
        "roi",
        "roi",
        "votos_imdb DESC NULLS LAST, id_filme",
        "COALESCE(votos_imdb, 0) DESC, id_filme",
        ["ORDER BY does not say NULLS FIRST or NULLS LAST: COALESCE(votos_imdb, 0) DESC"],
    ),
    "a comma behind the last column": (
        "genres",
        "genres",
        "AS genero\n",
        "AS genero,\n",
        ["line 1: Trailing comma in select statement forbidden"],
    ),
    "a comma behind the last table": (
        "genres",
        "genres",
        "FROM dim_genero\n",
        "FROM dim_genero,\n",
        [
            "line 2: Found unparsable section: ',",
        ],
    ),
    "a clause that Athena has not": (
        "genres",
        "genres",
        "FROM dim_genero\n",
        "FROM dim_genero QUALIFY COUNT(*) OVER () > 1\n",
        ["sqlglot cannot read it: "],
    ),
    "no SQL": ("genres", "genres", "FROM", "FROM (", ["sqlglot cannot read it: "]),
}
# The rules that writers of SQL break most; each takes most of a second.
QUICK = ("a division of whole numbers", "an order of rows that says nothing of nulls")


@pytest.mark.parametrize("case", slow_but(QUICK, PLANTED))
def test_what_breaks_a_rule_is_named(case: str, tmp_path: Path) -> None:
    name, template, old, new, said = PLANTED[case]
    plant(tmp_path / "sql", template, old, new)
    sql = dict(filled_texts(tmp_path / "sql"))[name]

    found = list(faults(name, sql))

    assert [fault[: len(start)] for fault, start in zip(found, said, strict=True)] == said


@pytest.mark.slow
def test_what_breaks_a_rule_in_a_shared_part_is_named_in_every_text(tmp_path: Path) -> None:
    plant(tmp_path / "sql", "films-of-lake", "d.ano_lancamento % 10", "d.ano_lancamento / 10")
    texts = dict(filled_texts(tmp_path / "sql"))

    assert any(
        "operand of /" in fault for fault in faults("rating-vs-roi-correlation", texts["rating-vs-roi-correlation"])
    )
    assert any("operand of /" in fault for fault in faults("funnel", texts["funnel"]))


def test_a_statement_that_selects_nothing_is_refused() -> None:
    assert list(faults("genres", "DROP TABLE dim_genero")) == ["not a SELECT"]


@pytest.mark.slow
def test_the_program_fails_and_prints_the_files_path(tmp_path: Path) -> None:
    """It looks at every text, as `make guards` has it look at those that are there."""
    name, template, old, new, said = PLANTED["a division of whole numbers"]
    root = FOLDER.parents[2]
    for package in ("filmes_lake", "tools"):
        shutil.copytree(root / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    plant(tmp_path / "filmes_lake/reports/sql", template, old, new)
    # Not measured: the copy would count as a second package, nowhere covered.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    command = [sys.executable, "-m", "tools.report_guards"]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert ended.stdout.splitlines() == [f"filmes_lake/reports/sql/_generated/{name}.sql: {fault}" for fault in said]


def plant(folder: Path, name: str, old: str, new: str) -> None:
    """Put `new` in the place of `old` in a template; the templates are copied to `folder` where it is not there."""
    if not folder.exists():
        shutil.copytree(FOLDER, folder)
    path = folder / f"{name}.sql.jinja"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

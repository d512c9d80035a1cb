"""Conditions are data: read by a few lines of Python, they leave out what their SQL leaves out, title by title."""

from collections.abc import Mapping
from typing import Any

import pytest

from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.reports.conditions import Comparison, Condition, conditions_of, parameters_of
from filmes_lake.reports.definitions import KEY_FIGURES
from filmes_lake.reports.parameters import Value
from filmes_lake.reports.texts import FILMS, sql_of, used
from tests.reports.comparison import PARAMETERS
from tests.transform.lakes import MEMORY, NULL, SmallLake, film_answer, movie_line

# The columns that conditions of films look at, from the tables.
TITLES = """
SELECT
  d.id_filme,
  f.id_filme AS registro,
  f.orcamento AS orcamento_pago,
  f.receita AS receita_paga,
  f.orcamento_corrigido,
  d.adulto,
  d.video,
  f.suspeito,
  d.ano_lancamento AS ano,
  f.quantidade_votos_imdb AS votos_imdb,
  COALESCE(LIST(g.genero) FILTER (WHERE g.genero IS NOT NULL), []) AS generos
FROM dim_filme AS d
LEFT JOIN fato_desempenho_filmes AS f ON f.id_filme = d.id_filme
LEFT JOIN ponte_filme_genero AS p ON p.id_filme = d.id_filme
LEFT JOIN dim_genero AS g ON g.id_genero = p.id_genero
GROUP BY ALL
"""
GIVEN = {
    **PARAMETERS,
    "neutral values": {
        "min_votes": "0",
        "min_year": "0",
        "max_year": "0",
        "genre": "none",
        "include_suspect": "true",
        "include_adult": "true",
        "include_video": "true",
    },
    "a greatest year beyond all": {"max_year": "99999", "min_votes": "0"},
}


def leaves_out(condition: Condition, title: Mapping[str, Any], parameters: Mapping[str, Value]) -> bool:
    asked = parameters[condition.parameter] if condition.parameter else None
    if condition.parameter and asked in (None, condition.neutral):
        return False
    value = title[condition.column]
    return condition.null_removes if value is None else holds(condition.comparison, value, asked)


def holds(comparison: Comparison, value: Any, asked: Any) -> bool:
    if comparison is Comparison.NONE_OF:
        return not {text.lower() for text in value} & {text.lower() for text in asked}
    if comparison is Comparison.BELOW:
        return bool(value < asked)
    if comparison is Comparison.ABOVE:
        return bool(value > asked)
    return comparison is Comparison.ALWAYS or (comparison is Comparison.TRUE and value is True)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> DuckDBReports:
    """Films with every value known, and films with one unknown or special each."""
    small = SmallLake(tmp_path_factory.mktemp("conditions"))
    lines = [
        {},
        {"numero_votos": NULL},
        {"ano_lancamento": NULL},
        {"generos": NULL},
        {"generos": "War,Sci-Fi", "ano_lancamento": "1950", "numero_votos": "999"},
        {"generos": "Crime,Drama", "ano_lancamento": "1994", "numero_votos": "600000"},
        {"generos": "War", "ano_lancamento": "1961", "numero_votos": "10000"},
        {"generos": "Drama", "ano_lancamento": "2010"},
    ]
    answers: list[dict[str, Any]] = [{}, {"budget": 1}, {"budget": 0}, {"budget": 1, "revenue": 0}, {"adult": True}]
    answers += [{"video": True}, {"adult": False, "video": False}, {"adult": True, "video": True, "budget": 1}]
    pairs = [(line, answer) for line in lines for answer in (*answers, None)]
    ids = [f"tt{number:07d}" for number in range(1, len(pairs) + 1)]
    small.movies(*(movie_line(found, **line) for found, (line, _) in zip(ids, pairs, strict=True)))
    known = [(found, answer) for found, (_, answer) in zip(ids, pairs, strict=True) if answer is not None]
    small.answers(*(film_answer(found, **answer) for found, answer in known))
    small.transform()
    return DuckDBReports(small.lake, MEMORY)


@pytest.fixture(scope="module")
def titles(engine: DuckDBReports) -> dict[str, dict[str, Any]]:
    found = engine.query(TITLES)
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    return {row["id_filme"]: row for row in rows}


@pytest.fixture(scope="module")
def by_sql(engine: DuckDBReports) -> dict[str, list[dict[str, Any]]]:
    """What the SQL says of each title, by case, asked in one session."""
    text = sql_of(FILMS)
    asked = {case: (text, used(text, parameters_in(case))) for case in GIVEN}
    return engine.select(engine.lake.require(Layer.REFINED), asked)


def parameters_in(case: str) -> Mapping[str, Value]:
    return KEY_FIGURES.bind({name: text for name, text in GIVEN[case].items() if name in names_of(Kind.MOVIES)})


@pytest.mark.parametrize("case", GIVEN)
def test_the_data_leaves_out_what_the_sql_leaves_out(
    case: str, by_sql: dict[str, list[dict[str, Any]]], titles: dict[str, dict[str, Any]]
) -> None:
    conditions, parameters = conditions_of(Kind.MOVIES), parameters_in(case)
    read = {
        key: next((found.name for found in conditions if leaves_out(found, title, parameters)), None)
        for key, title in titles.items()
    }
    assert read == {row["id_filme"]: row["condicao"] for row in by_sql[case]}


@pytest.mark.parametrize("kind", Kind)
def test_a_condition_asks_for_a_parameter_of_its_kind_and_of_its_neutral_values_type(kind: Kind) -> None:
    types = {parameter.name: parameter.type for parameter in parameters_of(kind)}

    for condition in conditions_of(kind):
        if condition.parameter:
            neutral = condition.neutral
            assert types[condition.parameter] is (list if isinstance(neutral, tuple) else type(neutral))


@pytest.mark.parametrize("kind", Kind)
def test_every_parameter_of_a_selection_is_asked_for_by_a_condition(kind: Kind) -> None:
    assert names_of(kind) == {condition.parameter for condition in conditions_of(kind)} - {""}


def names_of(kind: Kind) -> set[str]:
    return {parameter.name for parameter in parameters_of(kind)}

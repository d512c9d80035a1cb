"""Which statement feeds which: what is drawn, and that the order in which statements run fits it."""

import pytest

from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import Use
from filmes_lake.transform.engine import KNOWN_REJECTS, NUMBERED_LINES, PRICES
from filmes_lake.transform.statements import program_of
from tests.schema import SCHEMA, TRUSTED
from tools.drawing import relations_read, statement_page

GIVEN = {
    Layer.TRUSTED: {*(table.relation for table in SCHEMA.raw_tables), NUMBERED_LINES, KNOWN_REJECTS},
    Layer.REFINED: {*(model.table.name for model in TRUSTED), PRICES},
}
LAYERS = pytest.mark.parametrize("layer", GIVEN)


@LAYERS
def test_a_statement_reads_what_is_there_when_it_runs(layer: Layer) -> None:
    there = set(GIVEN[layer])
    for statement, use in program_of(SCHEMA, layer):
        if use is Use.DROP:
            there.remove(statement.name)
        else:
            assert set(relations_read(statement.text("spark"))) <= there
            there |= {statement.name}


@LAYERS
def test_what_is_no_table_and_no_count_is_read(layer: Layer) -> None:
    made = [(statement, use) for statement, use in program_of(SCHEMA, layer) if use is not Use.DROP]
    read = {name for statement, _ in made for name in relations_read(statement.text("spark"))}

    assert {statement.name for statement, use in made if use in {Use.VIEW, Use.KEEP}} <= read


def test_a_step_of_the_statement_is_no_relation_that_it_reads() -> None:
    assert relations_read("WITH a AS (SELECT x FROM b) SELECT x FROM a JOIN c ON c.x = a.x") == ["b", "c"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    ["fonte_movies>fonte_movies]", "variantes[variantes]", "titulos[(titulos)]", "variantes --> titulos_eleitos"],
)
def test_the_drawing_has_what_is_given_and_made_and_an_arrow_for_what_is_read(line: str) -> None:
    assert f"\n  {line}\n" in statement_page()

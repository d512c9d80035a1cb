"""Column types, and what each engine calls them."""

import pyarrow as pa
import pytest

from filmes_lake.models.arrow import arrow_schema
from filmes_lake.models.columns import ENGINE_TYPES, ColumnType, Row, columns_of
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.trusted import Titulo
from tests.schema import REFINED, TRUSTED


def test_every_column_type_has_a_name_in_every_engine() -> None:
    assert set(ENGINE_TYPES) == set(ColumnType)


@pytest.mark.parametrize("model", [*TRUSTED, *REFINED], ids=lambda model: model.table.name)
def test_an_arrow_schema_has_the_columns_in_their_order(model: type[Row]) -> None:
    schema = arrow_schema(model)

    assert schema.names == [column.name for column in columns_of(model)]
    assert [str(field.type) for field in schema] == [column.engine.arrow for column in columns_of(model)]
    assert all(field.nullable for field in schema)


def test_an_arrow_schema_in_full() -> None:
    schema = arrow_schema(Titulo)

    assert schema.field("tipo").type == pa.string()
    assert schema.field("ano_lancamento").type == pa.int32()
    assert schema.field("nota_media").type == pa.float64()
    assert schema.field("generos").type == pa.list_(pa.field("element", pa.string()))


def test_kinds_have_words_for_each_place() -> None:
    assert [(kind.value, kind.tipo, kind.folder) for kind in Kind] == [
        ("movies", "filme", "Movies"),
        ("series", "serie", "Series"),
    ]


def test_layers_have_folders() -> None:
    assert [layer.folder for layer in Layer] == ["Raw", "Trusted", "Refined"]

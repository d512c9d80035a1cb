"""The models: what every table and column says of itself."""

import re
from datetime import date
from pathlib import Path

import pytest

from filmes_lake.models.columns import Limit, Row, TableInfo, columns_of, description_of
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.raw import DELIMITER, LINES, header_of
from filmes_lake.models.tmdb import FOREIGN_FIELDS, RECORDS
from tests.schema import RAW, REFINED, SCHEMA, TRUSTED, column_of, model_of

MODELS = [model for layer in Layer for model in SCHEMA.tables(layer)]
COLUMNS = [(model, column) for model in MODELS for column in columns_of(model)]


def _name(value: object) -> str | None:
    return value.table.name if isinstance(value, type) and issubclass(value, Row) else None


def test_a_column_has_an_id_and_a_sentence() -> None:
    assert not [found for found in COLUMNS if found[1].id <= 0 or not re.fullmatch(r"\S.*\.", found[1].description)]


def test_a_columns_name_is_snake_case() -> None:
    assert not [column.name for _, column in COLUMNS if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", column.name)]


def test_a_range_begins_before_it_ends() -> None:
    for _, column in COLUMNS:
        if column.minimum is not None and column.maximum is not None:
            assert column.minimum < column.maximum, column  # type: ignore[operator] # both are days, or neither


@pytest.mark.parametrize("model", MODELS, ids=_name)
def test_ids_and_names_are_unique_in_a_table(model: type[Row]) -> None:
    columns = columns_of(model)

    assert len({column.id for column in columns}) == len(columns)
    assert len({column.name for column in columns}) == len(columns)


@pytest.mark.parametrize("model", MODELS, ids=_name)
def test_a_table_is_described_in_a_sentence(model: type[Row]) -> None:
    assert description_of(model).endswith(".")


@pytest.mark.parametrize("model", MODELS, ids=_name)
def test_keys_and_orders_name_columns_of_the_table(model: type[Row]) -> None:
    names = {column.name for column in columns_of(model)}

    assert set(model.table.key) <= names
    assert set(map(column_of, model.table.sort)) <= names
    assert {name for reference in model.table.references for name in reference.columns} <= names


@pytest.mark.parametrize("model", [*TRUSTED, *REFINED], ids=_name)
def test_a_table_has_an_order(model: type[Row]) -> None:
    assert model.table.sort


@pytest.mark.parametrize("layer", list(Layer))
def test_references_name_keys_of_tables_made_before(layer: Layer) -> None:
    made: dict[str, type[Row]] = {}
    for model in SCHEMA.tables(layer):
        for reference in model.table.references:
            assert reference.table in made
            assert reference.to == made[reference.table].table.key
            assert len(reference.columns) == len(reference.to)
        made[model.table.name] = model


@pytest.mark.parametrize("model", MODELS, ids=_name)
def test_a_reference_has_the_type_of_what_it_refers_to(model: type[Row]) -> None:
    types = {column.name: column.type for column in columns_of(model)}
    for reference in model.table.references:
        targets = {column.name: column.type for column in columns_of(model_of(reference.table))}

        assert [types[name] for name in reference.columns] == [targets[name] for name in reference.to]


def test_every_table_is_in_the_list_of_its_layer() -> None:
    assert [model.table.layer for model in MODELS] == [layer for layer in Layer for _ in SCHEMA.tables(layer)]
    assert tuple(SCHEMA.tables(layer) for layer in Layer) == (RAW, TRUSTED, REFINED)


def test_tables_of_all_layers_have_names_of_their_own() -> None:
    assert len({model.table.name for model in MODELS}) == len(MODELS)


def test_a_model_is_found_by_its_tables_name() -> None:
    assert [model_of(model.table.name) for model in (*TRUSTED, *REFINED)] == [*TRUSTED, *REFINED]


@pytest.mark.parametrize("name", ["movies", "unheard_of", ""])
def test_no_model_is_found_by_another_name(name: str) -> None:
    with pytest.raises(KeyError):
        model_of(name)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_header_is_that_of_the_sample(kind: Kind, sample: Path) -> None:
    with (sample / f"{kind.value}.csv").open(encoding="utf-8") as file:
        assert file.readline().rstrip("\n") == DELIMITER.join(header_of(kind))


def test_a_series_has_one_column_more() -> None:
    movies, series = header_of(Kind.MOVIES), header_of(Kind.SERIES)

    assert (len(movies), len(series)) == (15, 16)
    assert [name for name in series if name not in movies] == ["anoTermino"]
    assert "tituloPincipal" in movies


def test_raw_columns_have_the_ids_of_both_kinds_in_common() -> None:
    ids = [{column.name: column.id for column in columns_of(LINES[kind])} for kind in Kind]

    assert ids[0].items() <= ids[1].items()


def test_raw_tables_have_names_of_their_own() -> None:
    of_films, of_series = ("movies", "tmdb_movies", "export_movies"), ("series", "tmdb_series", "export_series")
    of_both = tuple(f"imdb_{name}" for name in ("title_basics", "title_ratings", "title_principals", "name_basics"))
    names = [*of_films, *of_series, *of_both, "imdb_title_crew", "imdb_title_akas"]
    assert [table.name for table in SCHEMA.raw_tables] == names


@pytest.mark.parametrize("kind", list(Kind))
def test_the_fields_that_keep_kinds_apart_are_in_the_other_kinds_answers(kind: Kind) -> None:
    [other] = [found for found in Kind if found is not kind]
    own = {column.source for column in columns_of(RECORDS[kind])}

    assert set(FOREIGN_FIELDS[kind]) <= {column.source for column in columns_of(RECORDS[other])}
    assert not set(FOREIGN_FIELDS[kind]) & own


def test_money_does_not_stop_at_32_bits() -> None:
    dollars = [column for _, column in COLUMNS if column.unit == "US dollars"]

    assert dollars
    assert {column.engine.athena for column in dollars} == {"bigint"}


def test_a_field_that_is_not_described_is_refused() -> None:
    class Bare(Row):
        """A table."""

        table = TableInfo("bare", Layer.TRUSTED)

        name: str

    with pytest.raises(TypeError, match="name is not described"):
        columns_of(Bare)


@pytest.mark.parametrize(
    ("table", "name", "limits", "values", "nullable"),
    [
        ("titulos", "nota_media", (1, 10), (), True),
        ("titulos", "tipo", (None, None), ("filme", "serie"), False),
        ("titulos", "ano_lancamento", (1870, 2200), (), True),
        ("dim_data", "mes", (1, 12), (), True),
        ("dim_data", "trimestre", (None, None), ("T1", "T2", "T3", "T4"), True),
        ("dim_artista", "identidade", (None, None), ("nome", "nome_ano", "nconst"), False),
        ("fato_desempenho_filmes", "id_filme", (None, None), (), False),
        ("tmdb_filmes", "receita", (0, None), (), True),
        ("tmdb_filmes", "data_lancamento", (date(1, 1, 1), date(2200, 12, 31)), (), True),
    ],
)
def test_a_column_is_read_off_its_annotation(
    table: str, name: str, limits: tuple[Limit | None, ...], values: tuple[str, ...], *, nullable: bool
) -> None:
    [column] = [column for column in columns_of(model_of(table)) if column.name == name]

    assert (column.minimum, column.maximum) == limits
    assert (column.values, column.nullable) == (values, nullable)

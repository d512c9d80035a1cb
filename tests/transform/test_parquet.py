"""The Parquet files themselves, as any other program finds them."""

from itertools import pairwise

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from filmes_lake.lake import layout
from filmes_lake.models.arrow import arrow_schema
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind, Layer
from tests.schema import REFINED, TRUSTED, model_of, place_of
from tests.transform.lakes import SAMPLE, SmallLake, film_answer, movie_line, series_answer, series_line

TABLES = [model.table.name for model in TRUSTED + REFINED]
ROW_GROUP_ROWS = 122_880


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """The sample, with a row for every table."""
    small = SmallLake(tmp_path_factory.mktemp("parquet"))
    movies, series = (
        (SAMPLE / f"{kind.value}.csv").read_text(encoding="utf-8").splitlines()[1:]
        for kind in (Kind.MOVIES, Kind.SERIES)
    )
    small.movies(*movies, movie_line("tt0000001"), "a bad line")
    small.series(*series, series_line("tt0000001"))
    small.answers(film_answer("tt0000001"))
    small.tmdb(Kind.SERIES, series_answer("tt0000001"))
    small.transform()
    return small


def opened(lake: SmallLake, table: str) -> pq.ParquetFile:
    (path,) = lake.files(table)
    return pq.ParquetFile(path)


def plain(schema: pa.Schema) -> list[tuple[str, str, bool]]:
    """Names, types, and what may be null; Parquet writers name the element of a list as they like, its type counts."""
    return [(field.name, str(field.type).replace("<l:", "<element:"), field.nullable) for field in schema]


@pytest.mark.parametrize("table", TABLES)
def test_names_and_types_are_the_models_and_each_column_may_be_null(lake: SmallLake, table: str) -> None:
    assert plain(opened(lake, table).schema_arrow) == plain(arrow_schema(model_of(table)))


@pytest.mark.parametrize("table", TABLES)
def test_column_ids_are_the_models(lake: SmallLake, table: str) -> None:
    found = {field.name: int(field.metadata[b"PARQUET:field_id"]) for field in opened(lake, table).schema_arrow}

    assert found == {column.name: column.id for column in columns_of(model_of(table))}


@pytest.mark.parametrize("table", TABLES)
def test_no_two_fields_of_a_file_share_an_id(lake: SmallLake, table: str) -> None:
    fields = list(opened(lake, table).schema_arrow)
    elements = [field.type.value_field for field in fields if pa.types.is_list(field.type)]
    ids = [field.metadata[b"PARQUET:field_id"] for field in (*fields, *elements)]

    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_compressed_with_zstd(lake: SmallLake, table: str) -> None:
    found = opened(lake, table).metadata

    assert {
        found.row_group(g).column(c).compression for g in range(found.num_row_groups) for c in range(found.num_columns)
    } == {"ZSTD"}


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_sorted_as_the_model_says(lake: SmallLake, table: str) -> None:
    places = [place_of(row, model_of(table)) for row in lake.table(table)]

    assert places == sorted(places)


@pytest.mark.parametrize("table", TABLES)
def test_the_manifest_says_what_the_file_holds(lake: SmallLake, table: str) -> None:
    layer = Layer.TRUSTED if model_of(table) in TRUSTED else Layer.REFINED
    version = lake.manifest(layer).tables[table]

    assert version.rows == opened(lake, table).metadata.num_rows
    assert version.bytes == lake.files(table)[0].stat().st_size
    assert version.columns == {column.name: column.type.value for column in columns_of(model_of(table))}


@pytest.mark.parametrize("table", ["tmdb_filmes", "tmdb_series"])
def test_timestamps_are_64_bit_microseconds_in_utc(lake: SmallLake, table: str) -> None:
    column = next(c for c in opened(lake, table).schema if c.name == "obtido_em")

    assert column.physical_type == "INT64"
    assert (column.logical_type.type, "microseconds" in str(column.logical_type)) == ("TIMESTAMP", True)
    assert "isAdjustedToUTC=true" in str(column.logical_type)


def test_no_folder_name_looks_like_a_partition(lake: SmallLake) -> None:
    assert not [path for path in lake.folder.rglob("*") if "=" in path.name]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_rows_has_its_file_and_schema(
    tmp_path_factory: pytest.TempPathFactory, table: str, empty: SmallLake
) -> None:
    assert plain(opened(empty, table).schema_arrow) == plain(arrow_schema(model_of(table)))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("empty"))
    small.movies("not a title")
    small.transform()
    return small


@pytest.mark.slow
def test_a_large_table_is_cut_into_row_groups_that_keep_its_order(tmp_path_factory: pytest.TempPathFactory) -> None:
    small = SmallLake(tmp_path_factory.mktemp("large"))
    small.movies(*(f"tt{number:07d}" + "|" * 14 for number in range(260_000, 0, -1)))
    small.transform(Layer.TRUSTED)
    found = opened(small, "titulos").metadata

    groups = [found.row_group(number) for number in range(found.num_row_groups)]
    assert [group.num_rows for group in groups] == [ROW_GROUP_ROWS, ROW_GROUP_ROWS, 260_000 - 2 * ROW_GROUP_ROWS]
    spans = [(group.column(1).statistics.min, group.column(1).statistics.max) for group in groups]
    assert spans == sorted(spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_files_lie_under_their_layer_table_and_run(lake: SmallLake) -> None:
    manifest = lake.manifest(Layer.REFINED)
    keys = [file.key for table in manifest.tables.values() for file in table.files]

    assert all(key.startswith(layout.layer_prefix(Layer.REFINED)) and manifest.run_id in key for key in keys)

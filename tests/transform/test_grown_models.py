"""A model may grow: what was ingested and made before stays readable, and says so where it has to be made again."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, ClassVar

import pytest

from filmes_lake.diff.changes import ComparisonRequest, compare_versions
from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.engines.spark.configuration import SparkSettings
from filmes_lake.engines.spark.transforms import SparkEngine
from filmes_lake.errors import LakeError, QueryError, SourceError
from filmes_lake.ingest import csv_source, imdb, tmdb
from filmes_lake.ingest.delimited.ingest import IngestRequest, ingest_files
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.models.columns import Int, Row, TableInfo, Text, column
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import Source, TrustedTable, header_in, headers_of, places_in
from filmes_lake.models.tables import Schema
from filmes_lake.models.trusted import Credito, Titulo
from filmes_lake.models.values import Count, OptionalText
from filmes_lake.transform.engine import Engine
from filmes_lake.transform.freshness import lake_status
from filmes_lake.transform.pipeline import TransformRequest, transform
from filmes_lake.workflows.purge import find_purgeable
from tests.schema import SCHEMA
from tests.sources import box_office
from tests.sources.box_office.models import Bilheteria, WeekLine
from tests.transform.lakes import MEMORY, SmallLake, envelope, film_answer, movie_line
from tools.generate import statement_files

pytest_plugins = ("tests.sparking",)

GROWN = "grown_box_office"
OLD_HEADER, NEW_HEADER = "title;week;gross;cinemas", "title;week;gross;country;cinemas;seats"
DUCKDB = DuckDBEngine(memory=MEMORY, threads=2)


class LongerWeek(Row):
    """A line of the file as it came to be later: with a column more in the middle, and one at the end."""

    table: ClassVar = WeekLine.table

    id_titulo: Annotated[Text, column(1, "IMDb's id of the title.", source="title")]
    semana: Annotated[Int, column(2, "The week.", source="week")]
    receita: Annotated[Count, column(3, "Gross.", source="gross")]
    pais: Annotated[OptionalText, column(5, "The country.", source="country", since=2)]
    salas: Annotated[Count, column(4, "Cinemas.", source="cinemas")]
    lugares: Annotated[Count, column(6, "Seats.", source="seats", since=2)]


class LongerBilheteria(Bilheteria):
    """One row per title and week, with what the file tells later."""

    table: ClassVar = Bilheteria.table

    pais: Annotated[OptionalText, column(5, "The country.")]
    lugares: Annotated[Count, column(6, "Seats.")]


class LongerTitulo(Titulo):
    """A title with a column that no version has yet."""

    table: ClassVar = Titulo.table

    novo: Annotated[OptionalText, column(99, "Something new.")]


class Estudio(Row):
    """A table that no version has yet."""

    table: ClassVar = TableInfo("estudios", Layer.TRUSTED, key=("nome",), sort=("nome",))

    nome: Annotated[Text, column(1, "A name.")]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    """The schema with the source of a later program, whose statements are generated here."""
    package = tmp_path_factory.mktemp("package") / GROWN
    shutil.copytree(Path(box_office.__file__).parent / "sql", package / "sql")
    (package / "__init__.py").touch()
    sys.path.insert(0, str(package.parent))
    raw = replace(box_office.SOURCE.raw[0], model=LongerWeek)
    source = replace(
        box_office.SOURCE, package=GROWN, raw=(raw,), trusted=(TrustedTable(LongerBilheteria),), settings={}
    )
    for path, text in statement_files(Schema((*SCHEMA.sources, source))):
        if package in path.parents:
            path.write_text(text, encoding="utf-8")
    return Schema((source,))


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=[pytest.mark.spark, pytest.mark.slow])])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "duckdb":
        return DUCKDB
    request.getfixturevalue("spark")
    return SparkEngine(SparkSettings("local[2]", "1GB"))


def ingested(lake: Lake, folder: Path, source: Source, *lines: str) -> None:
    path = folder / "weeks.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ingest_files(lake, source, [path], IngestRequest())


@pytest.fixture
def before(tmp_path: Path) -> SmallLake:
    """A lake with a file of the old header, and tables that the old program made of it."""
    small = SmallLake(tmp_path)
    small.lake = Lake(FolderStorage(small.folder), Schema((box_office.SOURCE,)))
    ingested(small.lake, tmp_path, box_office.SOURCE, OLD_HEADER, "tt0000001;202601;5;6", "tt0000002;202601;7", "")
    small.transform(Layer.TRUSTED)
    return small


def test_a_model_has_a_header_for_each_generation_the_newest_first() -> None:
    assert [";".join(header) for header in headers_of(LongerWeek)] == [NEW_HEADER, OLD_HEADER]


def test_a_column_that_a_header_lacks_has_no_place() -> None:
    assert places_in(headers_of(LongerWeek)[1], LongerWeek) == (1, 2, 3, None, 4, None)


def test_a_manifest_without_words_is_of_the_oldest_header() -> None:
    table = replace(box_office.SOURCE.raw[0], model=LongerWeek)

    assert ";".join(header_in((), table)) == OLD_HEADER


def test_what_was_ingested_before_is_read_with_null_in_a_later_column(
    before: SmallLake, grown: Schema, engine: Engine
) -> None:
    before.lake = Lake(before.lake.storage, grown)

    transform(before.lake, engine, TransformRequest([Layer.TRUSTED]))

    assert [tuple(row.values()) for row in before.table("bilheteria")] == [("tt0000001", 202601, 5, 6, None, None)]
    assert [row["motivo"] for row in before.table("rejeitados")] == ["numero_de_colunas", "linha_em_branco"]
    assert before.reconciliation("box_office")["invalid_values"] == {}


@pytest.mark.parametrize(
    ("text", "later"),
    [((OLD_HEADER, "tt0000001;1;8;9"), (None, None)), ((NEW_HEADER, "tt0000001;1;8;BR;9;x"), ("BR", None))],
    ids=["old", "new"],
)
def test_the_old_header_is_taken_as_before_and_the_new_one_too(
    before: SmallLake, grown: Schema, engine: Engine, text: tuple[str, ...], later: tuple[object, ...]
) -> None:
    before.lake = Lake(before.lake.storage, grown)
    ingested(before.lake, before.folder.parent, grown.sources[-1], *text)

    transform(before.lake, engine, TransformRequest([Layer.TRUSTED]))

    assert [tuple(found.values()) for found in before.table("bilheteria")] == [("tt0000001", 1, 8, 9, *later)]
    assert lake_status(before.lake).inputs[-1].new_columns == ()


def test_half_a_generation_is_no_header(grown: Schema, before: SmallLake, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"expected 6 columns, found 5 \(missing: seats\)"):
        ingested(before.lake, tmp_path, grown.sources[-1], "title;week;gross;country;cinemas", "tt0000001;1;2;BR;3")


# --- versions of an older program --------------------------------------------------------------------------


def with_trusted(*tables: TrustedTable) -> Schema:
    return Schema((imdb.SOURCE, replace(csv_source.SOURCE, trusted=tables), tmdb.SOURCE))


LONGER_TITLES = with_trusted(TrustedTable(LongerTitulo), TrustedTable(Credito))
WITH_STUDIOS = with_trusted(TrustedTable(Titulo), TrustedTable(Credito), TrustedTable(Estudio))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A lake that today's program made; it is not to be written to."""
    small = SmallLake(tmp_path_factory.mktemp("made"))
    small.movies(movie_line("tt0000001"))
    small.answers(envelope(film_answer("tt0000001")))
    small.transform()
    return small


def seen_as(made: SmallLake, schema: Schema) -> SmallLake:
    small = SmallLake(made.folder.parent)
    small.lake = Lake(made.lake.storage, schema)
    return small


@pytest.mark.parametrize(
    ("schema", "what"), [(LONGER_TITLES, "titulos has another novo, or none"), (WITH_STUDIOS, "there is no estudios")]
)
def test_refined_is_not_made_of_a_trusted_of_another_shape(made: SmallLake, schema: Schema, what: str) -> None:
    with pytest.raises(LakeError, match=what) as caught:
        transform(seen_as(made, schema).lake, DUCKDB, TransformRequest([Layer.REFINED], force=True))

    assert "transform all" in (caught.value.hint or "")


def test_a_view_of_an_older_version_has_null_for_a_column_that_it_lacks(made: SmallLake) -> None:
    with seen_as(made, LONGER_TITLES).session() as session:
        assert session.query("SELECT id_titulo, novo FROM titulos").rows == [("tt0000001", None)]


def test_a_table_that_an_older_version_lacks_is_told_as_that(made: SmallLake) -> None:
    engine = DuckDBReports(seen_as(made, WITH_STUDIOS).lake, MEMORY)

    with pytest.raises(QueryError, match="estudios"):
        engine.query("SELECT * FROM estudios")
    with pytest.raises(LakeError, match=r"estudios.*an older program made this version"):
        engine.select(made.manifest(Layer.TRUSTED), {"studios": ("SELECT nome FROM estudios", {})})


@pytest.mark.parametrize("schema", [LONGER_TITLES, WITH_STUDIOS])
def test_older_versions_can_be_compared(made: SmallLake, schema: Schema) -> None:
    lake = seen_as(made, schema).lake
    version = made.manifest(Layer.TRUSTED).version

    found = compare_versions(lake, DuckDBReports(lake, MEMORY), MEMORY, ComparisonRequest(version, version, {}, 3))

    assert {(table.entered, table.left) for table in found.tables} == {(0, 0)}


def test_a_purge_looks_through_versions_that_lack_a_table_of_answers(made: SmallLake, tmp_path: Path) -> None:
    small = made.copied(tmp_path)
    found = small.manifest(Layer.TRUSTED)
    tables = {name: table for name, table in found.tables.items() if name not in {"tmdb_series", "rejeitados"}}
    older = found.model_copy(update={"version": f"{found.version}-2", "tables": tables})
    small.lake.versions.publish(older, found.version)

    assert {found.version, older.version} <= set(find_purgeable(small.lake, DUCKDB, 0).versions)

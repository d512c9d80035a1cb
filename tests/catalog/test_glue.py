"""The tables of a lake in S3 in the Glue Data Catalog, as moto keeps it on a port."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from filmes_lake.aws.glue import open_glue
from filmes_lake.catalog.glue.catalog import GlueCatalog
from filmes_lake.catalog.glue.tables import table_input
from filmes_lake.catalog.registration import RegistrationState
from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.errors import LakeError, SettingsError, UsageError
from filmes_lake.ingest.tmdb.ingest import ingest_saved_tmdb
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.models.columns import ColumnType, Row, columns_of, description_of
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.refined import DimFilme
from filmes_lake.transform.pipeline import TransformRequest, transform
from tests.fakes.athena import refuses
from tests.fakes.aws import new_bucket
from tests.fakes.proxy import Exchange, Proxy
from tests.fakes.published import publish as publish_one
from tests.sample_on_s3 import fill, publish
from tests.schema import REFINED, SCHEMA, TRUSTED
from tests.shares import slow_but
from tests.transform.lakes import film_answer

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient
    from mypy_boto3_glue.type_defs import DatabaseInputTypeDef
    from mypy_boto3_s3 import S3Client

pytest_plugins = ("tests.on_aws", "tests.sample_on_s3")

MODELS = TRUSTED + REFINED
NAMES = [model.table.name for model in MODELS]
# What Glue calls the types that stand in Parquet files, as pyarrow writes them.
GLUE_TYPES = {
    "string": "string",
    "int32": "int",
    "int64": "bigint",
    "double": "double",
    "bool": "boolean",
    "date32[day]": "date",
    "timestamp[us, tz=UTC]": "timestamp",
    "list<element: string>": "array<string>",
}


@pytest.fixture
def catalog(filled: Lake, database: str, glue: "GlueClient") -> GlueCatalog:
    return GlueCatalog(filled, database, lambda _: glue)


@pytest.fixture
def registered(catalog: GlueCatalog) -> GlueCatalog:
    catalog.register()
    return catalog


@pytest.fixture(scope="module")
def kept(filled: Lake, glue: "GlueClient") -> GlueCatalog:
    """Registered once; it is not to be changed."""
    catalog = GlueCatalog(filled, "films_kept", lambda _: glue)
    catalog.register()
    return catalog


@pytest.fixture(scope="module")
def moving(new_lake: Callable[[], Lake]) -> Lake:
    """A lake of its own for those who publish."""
    return new_lake()


@pytest.fixture
def followed(moving: Lake, database: str, glue: "GlueClient") -> GlueCatalog:
    """The moving lake's catalog, registered."""
    catalog = GlueCatalog(moving, database, lambda _: glue)
    catalog.register()
    return catalog


def described(catalog: GlueCatalog, name: str) -> dict[str, Any]:
    return catalog.contents().tables[name]


def states(catalog: GlueCatalog) -> dict[str, RegistrationState]:
    return {state.name: state.state for state in catalog.differences()}


def change(glue: "GlueClient", catalog: GlueCatalog, name: str, **storage: Any) -> None:
    """Change a table's storage by hand, as somebody in the console would."""
    table = described(catalog, name)
    kept = {key: table[key] for key in ("Name", "Description", "TableType", "Parameters", "PartitionKeys")}
    glue.update_table(
        DatabaseName=catalog.database,
        TableInput={**kept, "StorageDescriptor": {**table["StorageDescriptor"], **storage}},  # type: ignore[typeddict-item]
    )


def agrees_with_its_files(catalog: GlueCatalog, model: type[Row], scratch: Path) -> None:
    """See that every column of the table is in its files, in order and type, and the files are where it says."""
    table = described(catalog, model.table.name)
    version = catalog.lake.require(model.table.layer)
    files = version.tables[model.table.name].files
    location = table["StorageDescriptor"]["Location"]
    listed = {entry.key for entry in catalog.lake.storage.list(location.removeprefix(f"{catalog.lake.storage.uri}/"))}

    assert listed == {file.key for file in files}
    for path in catalog.lake.storage.local_files([file.key for file in files], scratch):
        footer = pq.read_schema(path)
        columns = [(column["Name"], column["Type"]) for column in table["StorageDescriptor"]["Columns"]]
        assert columns == [(field.name, GLUE_TYPES[str(field.type)]) for field in footer]


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_a_table_agrees_with_its_files_column_by_column(kept: GlueCatalog, model: type[Row], tmp_path: Path) -> None:
    agrees_with_its_files(kept, model, tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not os.environ.get("FILMES_LAKE_REAL_DATA"), reason="FILMES_LAKE_REAL_DATA names no folder")
def test_every_table_of_the_real_files_agrees_with_its_files(
    moto: str, client: "S3Client", glue: "GlueClient", database: str, tmp_path: Path
) -> None:
    address = S3Address.parse(f"s3://{new_bucket(moto)}/lake")
    lake = Lake(S3Storage(client, address, tmp_path / "cache", tmp_path / "state"), SCHEMA)
    catalog = GlueCatalog(fill(lake, Path(os.environ["FILMES_LAKE_REAL_DATA"]), ".gz"), database, lambda _: glue)

    catalog.register()

    for model in MODELS:
        agrees_with_its_files(catalog, model, tmp_path)


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_a_table_says_what_it_and_its_columns_are(kept: GlueCatalog, model: type[Row]) -> None:
    table = described(kept, model.table.name)
    comments = {column["Name"]: column["Comment"] for column in table["StorageDescriptor"]["Columns"]}

    assert table["Description"] == description_of(model)
    for column in columns_of(model):
        assert comments[column.name].startswith(column.description)
        assert len(comments[column.name].encode()) <= 255  # Glue's limit


def test_a_table_says_its_version_rows_and_bytes(kept: GlueCatalog) -> None:
    version = kept.lake.require(Layer.REFINED)

    parameters = described(kept, "dim_filme")["Parameters"]

    assert parameters["filmes_lake.version"] == version.version
    assert parameters["filmes_lake.rows"] == str(version.tables["dim_filme"].rows)
    assert parameters["filmes_lake.bytes"] == str(version.tables["dim_filme"].bytes)


def test_every_type_has_a_name_in_glue() -> None:
    assert {column.engine.athena for model in MODELS for column in columns_of(model)} <= set(GLUE_TYPES.values())
    assert set(GLUE_TYPES) >= {column.engine.arrow for model in MODELS for column in columns_of(model)}
    assert len(GLUE_TYPES) == len(ColumnType)


def test_the_first_registration_creates_every_table_and_the_second_changes_nothing(catalog: GlueCatalog) -> None:
    first, second = catalog.register(), catalog.register()

    assert [(table.name, table.status) for table in first] == [(name, "created") for name in NAMES]
    assert {table.status for table in second} == {"unchanged"}


@pytest.mark.slow
def test_a_new_version_moves_every_location(followed: GlueCatalog, tmp_path: Path) -> None:
    before = followed.contents().tables
    publish(followed.lake)
    assert set(states(followed).values()) == {RegistrationState.BEHIND}

    moved = followed.follow()

    after = followed.contents().tables
    assert {table.status for table in moved} == {"updated"}
    for model in MODELS:
        name = model.table.name
        assert before[name]["StorageDescriptor"]["Location"] != after[name]["StorageDescriptor"]["Location"]
        agrees_with_its_files(followed, model, tmp_path)


@pytest.mark.slow
def test_a_table_that_stays_as_it_was_is_not_touched(followed: GlueCatalog, tmp_path: Path) -> None:
    saved = tmp_path / "answer.jsonl"
    saved.write_text(json.dumps(film_answer("tt0068646", popularity=1234.5)) + "\n")
    ingest_saved_tmdb(followed.lake, saved, Kind.MOVIES)
    made = transform(followed.lake, DuckDBEngine(), TransformRequest((Layer.TRUSTED, Layer.REFINED))).tables
    published = {table.name for table in made if table.status == "published"}
    assert {name for name, state in states(followed).items() if state is RegistrationState.BEHIND} == published

    moved = followed.follow()

    assert {table.name for table in moved if table.status == "updated"} == published
    assert "tmdb_filmes" in published
    assert "creditos" not in published
    assert {state.shown for state in followed.states()} == {
        followed.lake.require(layer).version for layer in (Layer.TRUSTED, Layer.REFINED)
    }
    for model in MODELS:
        agrees_with_its_files(followed, model, tmp_path)


@pytest.mark.slow
def test_a_rollback_moves_them_back(followed: GlueCatalog) -> None:
    before = described(followed, "dim_filme")["StorageDescriptor"]["Location"]
    publish(followed.lake)
    followed.follow()
    followed.lake.versions.roll_back()

    followed.follow()

    assert described(followed, "dim_filme")["StorageDescriptor"]["Location"] == before


@pytest.mark.slow
def test_a_lag_planted_by_hand_is_shown_and_repaired(registered: GlueCatalog, glue: "GlueClient") -> None:
    now = described(registered, "dim_data")["StorageDescriptor"]["Location"]
    older = f"{registered.lake.storage.uri}/{layout.table_folder(Layer.REFINED, 'dim_data', 'an-older-run')}"
    change(glue, registered, "dim_data", Location=older)

    (shown,) = [state for state in registered.states() if state.state is not RegistrationState.CURRENT]
    (repaired,) = [table for table in registered.follow() if table.status != "unchanged"]

    assert (shown.name, shown.state, shown.shown) == ("dim_data", RegistrationState.BEHIND, "an-older-run-refined")
    assert [(found.what, found.now, found.wanted) for found in shown.changes] == [("location", older, now)]
    assert (repaired.name, repaired.status) == ("dim_data", "updated")
    assert described(registered, "dim_data")["StorageDescriptor"]["Location"] == now


@pytest.mark.slow
def test_a_table_that_was_dropped_is_made_again(registered: GlueCatalog, glue: "GlueClient") -> None:
    glue.delete_table(DatabaseName=registered.database, Name="dim_genero")

    assert states(registered)["dim_genero"] is RegistrationState.MISSING
    assert {table.name: table.status for table in registered.follow()}["dim_genero"] == "created"


CHANGED: dict[str, dict[str, Any]] = {
    "a column more": {"Columns": [{"Name": "id_genero", "Type": "string"}, {"Name": "mais", "Type": "int"}]},
    "another type": {"Columns": [{"Name": "id_genero", "Type": "int"}, {"Name": "genero", "Type": "string"}]},
    "another bucket": {"Location": "s3://somewhere-else/dim_genero/"},
    "another format": {"InputFormat": "org.apache.hadoop.mapred.TextInputFormat"},
}


@pytest.mark.slow
@pytest.mark.parametrize("what", slow_but(["a column more"], CHANGED))
def test_a_table_changed_by_somebody_else_is_left_alone_unless_forced(
    what: str, registered: GlueCatalog, glue: "GlueClient"
) -> None:
    change(glue, registered, "dim_genero", **CHANGED[what])
    changed = described(registered, "dim_genero")["StorageDescriptor"]

    (named,) = [table for table in registered.register() if table.status != "unchanged"]
    followed = registered.follow()

    assert (named.name, named.status) == ("dim_genero", "left_alone")
    assert [(table.name, table.status) for table in followed] == [("dim_genero", "left_alone")]
    assert named.changes
    assert described(registered, "dim_genero")["StorageDescriptor"] == changed
    assert {table.name: table.status for table in registered.register(force=True)}["dim_genero"] == "updated"
    assert states(registered)["dim_genero"] is RegistrationState.CURRENT


def test_a_table_that_stood_there_before_is_somebody_elses(catalog: GlueCatalog, glue: "GlueClient") -> None:
    glue.create_database(DatabaseInput={"Name": catalog.database})
    glue.create_table(DatabaseName=catalog.database, TableInput={"Name": "dim_filme"})

    done = {table.name: table.status for table in catalog.register()}

    assert done.pop("dim_filme") == "left_alone"
    assert set(done.values()) == {"created"}


@pytest.mark.slow
def test_what_others_add_as_parameters_stays_and_is_no_change(followed: GlueCatalog, glue: "GlueClient") -> None:
    table = described(followed, "dim_data")
    kept = {key: table[key] for key in ("Name", "Description", "TableType", "PartitionKeys", "StorageDescriptor")}
    own = {**table["Parameters"], "owner": "films"}
    glue.update_table(DatabaseName=followed.database, TableInput={**kept, "Parameters": own})  # type: ignore[typeddict-item]
    assert states(followed)["dim_data"] is RegistrationState.CURRENT
    publish(followed.lake)

    followed.follow()

    assert described(followed, "dim_data")["Parameters"]["owner"] == "films"


@pytest.mark.slow
def test_a_table_of_an_older_program_is_described_again(
    registered: GlueCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("filmes_lake.models.refined.DimGenero.__doc__", "IMDb's genres, as the next release says.")

    assert states(registered)["dim_genero"] is RegistrationState.OUTDATED
    assert {table.name: table.status for table in registered.register()}["dim_genero"] == "updated"


def test_a_database_of_another_lake_is_refused(
    registered: GlueCatalog, glue: "GlueClient", moto: str, client: "S3Client", tmp_path: Path
) -> None:
    other = Lake(S3Storage(client, S3Address.parse(f"s3://{new_bucket(moto)}/lake"), tmp_path, tmp_path), SCHEMA)
    publish_one(other, Layer.TRUSTED, "run")

    with pytest.raises(LakeError, match=f"it is the lake {registered.lake.storage.uri}'s"):
        GlueCatalog(other, registered.database, lambda _: glue).register()


def test_a_database_of_ours_is_described_again_and_somebody_elses_is_not(
    catalog: GlueCatalog, glue: "GlueClient"
) -> None:
    for parameters, kept in (({}, True), ({"filmes_lake.lake": catalog.lake.storage.uri}, False)):
        own: DatabaseInputTypeDef = {"Name": catalog.database, "Description": "mine", "Parameters": parameters}
        if kept:
            glue.create_database(DatabaseInput=own)
        else:
            glue.update_database(Name=catalog.database, DatabaseInput=own)

        catalog.register()

        assert (glue.get_database(Name=catalog.database)["Database"]["Description"] == "mine") is kept


@pytest.mark.slow
def test_a_pointer_that_moves_meanwhile_is_run_after(moving: Lake, database: str, proxy: Proxy) -> None:
    def move(exchange: Exchange) -> None:
        publish(moving)
        exchange.send(exchange.forward())

    proxy.spoil(r"AWSGlue\.CreateTable", move, times=1)
    catalog = GlueCatalog(moving, database)

    done = catalog.register()

    assert {(table.status, table.version) for table in done} == {
        ("created", moving.require(layer).version) for layer in (Layer.TRUSTED, Layer.REFINED)
    }
    assert set(states(catalog).values()) == {RegistrationState.CURRENT}


def test_glue_is_not_asked_before_the_lake_is_registered(
    moto: str, client: "S3Client", aws: dict[str, str], tmp_path: Path
) -> None:
    def refuse(_: str) -> "GlueClient":
        raise AssertionError

    lake = Lake(
        S3Storage(client, S3Address.parse(f"s3://{new_bucket(moto)}/l"), tmp_path / "c", tmp_path / "s"), SCHEMA
    )
    publish_one(lake, Layer.TRUSTED, "run")
    catalog = GlueCatalog(lake, "films", refuse)

    assert catalog.follow() == []
    assert {state.state for state in catalog.states()} == {RegistrationState.UNREGISTERED}
    assert "LOCATION" in catalog.ddl()["titulos"]


def test_a_table_whose_files_lie_in_two_folders_has_no_location(filled: Lake) -> None:
    version = filled.require(Layer.REFINED)
    (file,) = version.tables["dim_filme"].files
    elsewhere = file.model_copy(update={"key": f"{layout.table_folder(Layer.REFINED, 'dim_filme', 'another-run')}a"})
    table = version.tables["dim_filme"].model_copy(update={"files": (file, elsewhere)})
    strayed = version.model_copy(update={"tables": {**version.tables, "dim_filme": table}})

    with pytest.raises(LakeError, match="so dim_filme cannot have one location"):
        table_input(filled.storage.uri, strayed, DimFilme)


def test_ddl_is_for_tables_there_are(kept: GlueCatalog) -> None:
    with pytest.raises(UsageError, match="no such table"):
        kept.ddl("dim_nothing")


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_ddl_has_every_column_and_the_place(kept: GlueCatalog, model: type[Row]) -> None:
    text = kept.ddl(model.table.name)[model.table.name]

    assert described(kept, model.table.name)["StorageDescriptor"]["Location"] in text
    for column in columns_of(model):
        assert f"`{column.name}` {column.engine.athena} COMMENT '" in text


def test_without_permission_one_line_names_the_permission(proxy: Proxy, filled: Lake, database: str) -> None:
    proxy.spoil(r"AWSGlue\.CreateDatabase", refuses(403, "AccessDeniedException", "arn:aws:iam::123456789012:user/x"))

    with pytest.raises(SettingsError, match="AWS does not permit CreateDatabase") as raised:
        GlueCatalog(filled, database).register()

    assert "glue:CreateDatabase" in str(raised.value.hint)
    assert "123456789012" not in f"{raised.value.message} {raised.value.hint}"


@pytest.mark.usefixtures("aws")
def test_without_a_region_one_line_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION")

    with pytest.raises(SettingsError, match="no AWS region is set") as raised:
        open_glue("database films")

    assert "AWS_REGION" in str(raised.value.hint)

"""Publishing to a QuickSight on a port, keeping it up to date, taking it away; tables and catalog are moto's."""

import json
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from filmes_lake import aws as ours_on_aws
from filmes_lake.aws.identity import Account
from filmes_lake.aws.quicksight import open_quicksight
from filmes_lake.catalog.glue.catalog import GlueCatalog
from filmes_lake.dashboard.quicksight.bodies import Wanted
from filmes_lake.dashboard.quicksight.following import FollowedCatalog
from filmes_lake.dashboard.quicksight.grains import GRAINS
from filmes_lake.dashboard.quicksight.publishing import DashboardPublished, publish_dashboard
from filmes_lake.dashboard.quicksight.service import QuickSight
from filmes_lake.dashboard.quicksight.spice import Spice
from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.entrypoints import lambda_handler
from filmes_lake.errors import FilmesLakeError, LakeError, SettingsError
from filmes_lake.ingest.source import StepState
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.language import Language
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import SILENT
from filmes_lake.transform.pipeline import TransformRequest
from filmes_lake.workflows.refresh import DashboardStep
from filmes_lake.workflows.transform import transform
from tests.fakes.athena import make_workgroup
from tests.fakes.aws import ACCOUNT, SECRETS, environment_of
from tests.fakes.quicksight import FakeQuickSight, quicksight_on_a_port
from tests.in_process import Here
from tests.on_aws import set_environment
from tests.program import Ended
from tests.sample_on_s3 import copied
from tests.sample_on_s3 import publish as publish_tables
from tests.shapes import check_shape

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient

pytest_plugins = ("tests.in_process", "tests.on_aws", "tests.sample_on_s3")

WORKGROUP = "pictures"
DATABASE = f"films_{uuid.uuid4().hex[:8]}"
PARTS = ["DataSource", "Theme", "DataSet", "DataSet", "DataSet", "DataSet", "Dashboard"]


@pytest.fixture(scope="module")
def port() -> Iterator[FakeQuickSight]:
    with quicksight_on_a_port() as fake:
        yield fake


@pytest.fixture(scope="module")
def quicksight(moto: str, port: FakeQuickSight, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """boto3's client of the service, for all tests, since opening one takes a while."""
    with pytest.MonkeyPatch.context() as patch:
        set_environment(patch, environment_of(port.uri, tmp_path_factory.mktemp("aws")))
        client = open_quicksight("tests")
    yield client
    client.close()


@dataclass(frozen=True)
class Place:
    """A lake in S3 with the sample, registered in a database of its own, and the service beside it."""

    lake: Lake
    database: str
    fake: FakeQuickSight
    client: Any
    glue: "GlueClient"

    @property
    def service(self) -> QuickSight:
        account = Account(ACCOUNT, "aws")
        return QuickSight(None, lambda *_: self.client, lambda _: account, lambda _: None)

    @property
    def spice(self) -> Spice:
        return Spice(self.lake, lambda _: self.service)

    @property
    def catalog(self) -> FollowedCatalog:
        return FollowedCatalog(GlueCatalog(self.lake, self.database, lambda _: self.glue), self.spice)

    def publish(self, *readers: str, language: Language = Language.ENGLISH) -> DashboardPublished:
        uri = self.lake.storage.uri
        wanted = Wanted(uri, self.database, WORKGROUP, None, language, ["Crime", "Drama"], readers)
        return publish_dashboard(self.spice, self.catalog, self.service, wanted)

    def dashboard(self, language: str = "en") -> Any:
        return self.fake.things["Dashboard", f"{self.database}-{language}"]

    def taken_anew(self) -> list[str]:
        """The grains whose data sets SPICE took."""
        asked = (body["DataSetId"] for body in self.fake.bodies("CreateIngestion"))
        return [name.removeprefix(f"{self.database}-") for name in asked]


@pytest.fixture
def place(filled: Lake, glue: "GlueClient", port: FakeQuickSight, quicksight: Any) -> Place:
    """Nothing was published yet; the catalog shows the current tables."""
    filled.storage.delete(layout.DASHBOARD)
    port.forget()
    port.things.clear()
    made = Place(filled, DATABASE, port, quicksight, glue)
    made.catalog.register()
    return made


@pytest.fixture(scope="module")
def workgroup(moto: str) -> None:
    make_workgroup(moto, WORKGROUP, "s3://results/")


@pytest.fixture
def run(workgroup: None, place: Place, here: Here, moto: str) -> Callable[..., Ended]:
    """Run the program on the place's lake."""
    environment = {
        **environment_of(moto, here.folder),
        "AWS_ENDPOINT_URL_QUICKSIGHT": place.fake.uri,
        "FILMES_LAKE_LAKE": place.lake.storage.uri,
        "FILMES_LAKE_DATABASE": place.database,
        "FILMES_LAKE_WORKGROUP": WORKGROUP,
    }
    return lambda *words, **more: here.run(*words, **{**environment, **more})


def test_it_is_created_shown_to_whom_it_is_for_and_deleted_again(place: Place, run: Callable[..., Ended]) -> None:
    ended = run("dashboard", "publish", "--user", "ana", "--group", "filmes", "--lang", "pt", "--json")

    assert (ended.code, ended.err) == (0, "")
    check_shape("dashboard-publish", ended.document)
    assert [(part["kind"], part["status"]) for part in ended.document["parts"]] == [(kind, "created") for kind in PARTS]
    assert ended.document["address"] == f"https://us-east-1.quicksight.aws.amazon.com/sn/dashboards/{place.database}-pt"
    dashboard = place.dashboard("pt")
    assert dashboard.published == 1
    assert dashboard.body["ValidationStrategy"] == {"Mode": "STRICT"}
    readers = [entry["Principal"].rpartition(":")[2] for entry in dashboard.permissions]
    assert readers == ["user/default/ana", "group/default/filmes"]
    for (_, name), thing in place.fake.things.items():
        if name.startswith(place.database):
            assert {"Key": "filmes-lake", "Value": place.database} in thing.body["Tags"]

    ended = run("dashboard", "unpublish", "--json")

    assert (ended.code, ended.err) == (0, "")
    check_shape("dashboard-unpublish", ended.document)
    kinds = [part["kind"] for part in ended.document["removed"]]
    assert kinds == ["Dashboard", *["DataSet"] * 4, "Theme", "DataSource"]
    assert not [name for _, name in place.fake.things if name.startswith(place.database)]
    assert place.spice.publication() is None

    # Once more, over what is there, so that all was asked that ever is.
    place.publish()
    place.publish("arn:aws:quicksight:us-east-1:123456789012:user/default/ana")
    asked = {f"quicksight:{operation}" for operation in place.fake.operations()}
    allowed = {action for statement in _policy() for action in statement["Action"]}
    assert asked <= allowed
    # Beside these, what AWS wants of who makes one thing over another, or tags it.
    assert {action for action in allowed - asked if action.startswith("quicksight:")} == {
        "quicksight:PassDataSet",
        "quicksight:PassDataSource",
        "quicksight:TagResource",
    }


@pytest.mark.slow
def test_what_is_there_is_brought_up_to_date_and_the_new_version_shown(place: Place) -> None:
    place.publish()
    place.fake.forget()

    made = place.publish("arn:aws:quicksight:us-east-1:123456789012:user/default/ana")

    assert {part.status for part in made.parts} == {"updated"}
    assert not [name for name in place.fake.operations() if name.startswith("Create")]
    assert place.dashboard().published == len(place.dashboard().errors) == 2
    assert len(place.dashboard().permissions) == 1


@pytest.mark.slow
def test_there_is_one_in_each_language_over_the_same_data(place: Place) -> None:
    for language in Language:
        place.publish(language=language)

    published = place.spice.publication()
    assert published
    assert published.dashboards == (f"{place.database}-pt", f"{place.database}-en")
    assert len([name for kind, name in place.fake.things if kind == "DataSet" and name.startswith(place.database)]) == 4


def test_an_error_of_the_definition_is_told_by_its_name_and_nothing_of_it_is_shown(place: Place) -> None:
    error = {
        "Type": "COLUMN_TYPE_MISMATCH",
        "Message": "arn:aws:quicksight:us-east-1:123456789012:dataset/x: not a number",
        "ViolatedEntities": [{"Path": "Sheets[0].Visuals[3]"}],
    }
    place.publish()
    place.fake.errors = {"Dashboard": [error]}

    with pytest.raises(FilmesLakeError) as raised:
        place.publish()

    told = f"QuickSight dashboard {place.database}-en: CREATION_FAILED: COLUMN_TYPE_MISMATCH at Sheets[0].Visuals[3] ("
    assert raised.value.message.startswith(told)
    assert not any(secret in str(raised.value) for secret in SECRETS)
    assert place.dashboard().published == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "error", "told"),
    [
        ("DataSet", {"Type": "PERMISSION_DENIED", "Message": "no grant"}, r"FAILED: PERMISSION_DENIED \(no grant\)"),
        ("DataSource", {"Type": "ACCESS_DENIED", "Message": "no role"}, r"FAILED: ACCESS_DENIED \(no role\)"),
    ],
)
def test_what_a_part_cannot_be_made_for_is_told(place: Place, kind: str, error: dict[str, str], told: str) -> None:
    place.fake.errors = {kind: [error]}

    with pytest.raises(FilmesLakeError, match=told):
        place.publish()

    # Nothing is kept up to date that was never published.
    assert DashboardStep(place.spice).plan(changing=True).state is StepState.SKIPPED
    place.fake.forget()
    assert place.publish().parts[-1].status == "created"


@pytest.mark.parametrize("operation", ["CreateDashboard", "DescribeAccountSubscription"])
def test_a_permission_that_is_missing_is_one_line(place: Place, operation: str) -> None:
    place.fake.denied = {operation}

    with pytest.raises(SettingsError, match=f"AWS does not permit {operation}") as raised:
        place.publish()

    assert raised.value.hint
    assert f"quicksight:{operation}" in raised.value.hint


def test_without_credentials_nothing_is_called(place: Place, run: Callable[..., Ended]) -> None:
    none = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"), "")

    ended = run("dashboard", "publish", **none)

    assert ended.code == 5
    assert "no AWS credentials found" in ended.error
    assert place.fake.asked == []


@pytest.mark.parametrize(
    ("edition", "told"), [("", "this account has not signed up"), ("STANDARD", "the Standard edition")]
)
def test_an_account_that_cannot_have_it_is_told_so(place: Place, edition: str, told: str) -> None:
    place.fake.edition = edition

    with pytest.raises(SettingsError, match=told):
        place.publish()

    assert place.fake.operations() == ["DescribeAccountSubscription"]


def test_a_reader_who_is_not_there_is_named(place: Place) -> None:
    with pytest.raises(SettingsError, match="QuickSight user bia: there is none in namespace default"):
        place.service.reader("User", "bia", "default")


def test_tables_that_the_catalog_does_not_show_are_not_published(place: Place) -> None:
    publish_tables(place.lake)

    with pytest.raises(LakeError, match="it does not show the current tables"):
        place.publish()

    assert place.fake.asked == []


@pytest.mark.slow
def test_after_other_tables_are_registered_spice_takes_them_anew_and_once(place: Place) -> None:
    place.publish()
    place.fake.forget()

    place.catalog.register()
    assert place.fake.asked == []
    publish_tables(place.lake)
    place.catalog.register()
    place.catalog.register()

    assert place.taken_anew() == [grain.name for grain in GRAINS]
    assert set(place.fake.operations()) == {"CreateIngestion"}


@pytest.mark.slow
def test_only_data_sets_whose_tables_changed_are_taken_anew(place: Place) -> None:
    place.publish()
    place.fake.forget()
    _replace(place.lake, "fato_desempenho_series")

    place.catalog.register()

    assert place.taken_anew() == ["series"]


@pytest.mark.slow
def test_a_transform_refreshes_it_and_what_failed_is_tried_again_by_run(place: Place) -> None:
    place.publish()
    place.fake.forget()
    place.fake.denied = {"CreateIngestion"}
    step = DashboardStep(place.spice)
    engine, request = DuckDBEngine(memory="400MB", threads=2), TransformRequest((Layer.REFINED,), force=True)

    lagging = transform(place.lake, engine, place.catalog, request)

    assert lagging.exit_code == 4
    assert "does not permit CreateIngestion" in str(lagging.catalog.error)
    assert step.plan(changing=False).state is StepState.DUE
    place.fake.forget()
    assert step.apply(SILENT).state is StepState.DONE
    assert place.taken_anew() == [grain.name for grain in GRAINS]
    assert step.plan(changing=False).state is StepState.FRESH
    assert step.plan(changing=True).state is StepState.DUE


@pytest.mark.slow
def test_so_does_the_function_that_registers(
    place: Place, moto: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish()
    publish_tables(place.lake)
    place.fake.forget()
    set_environment(monkeypatch, environment_of(moto, tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "tracebacklimit", 1000, raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL_QUICKSIGHT", place.fake.uri)
    monkeypatch.setenv("FILMES_LAKE_LAKE", place.lake.storage.uri)
    monkeypatch.setenv("FILMES_LAKE_DATABASE", place.database)

    answer = lambda_handler.register({}, Unhurried())

    assert answer["updated"] == answer["tables"]
    assert place.taken_anew() == [grain.name for grain in GRAINS]


class Unhurried:
    """What Lambda says of an invocation that has time."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def test_a_copy_of_the_lake_refreshes_nothing_of_the_original(place: Place) -> None:
    place.publish()
    published = place.spice.publication()
    assert published
    place.spice.note(published.model_copy(update={"lake": "s3://original/lake", "data_sets": {"filmes": "others"}}))
    place.fake.forget()

    place.catalog.register()

    assert place.fake.asked == []


def _policy() -> list[dict[str, Any]]:
    text = (Path(ours_on_aws.__file__).parent / "policies/publish.json").read_text(encoding="utf-8")
    statements: list[dict[str, Any]] = json.loads(text)["Statement"]
    return statements


def _replace(lake: Lake, table: str) -> None:
    """Publish Refined with one table's files under other keys."""
    before, run = lake.require(Layer.REFINED), lake.ledger.new_id()
    tables = {**before.tables, table: copied(lake, Layer.REFINED, table, before.tables[table], run)}
    changed = {"version": layout.version_id(run, Layer.REFINED), "run_id": run, "created_at": lake.now()}
    lake.versions.publish(before.model_copy(update={**changed, "tables": tables}), before.version)

"""What S3 and the way to it do wrong: a proxy before moto does it on purpose."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from filmes_lake.errors import Conflict, FilmesLakeError, LakeError, SettingsError
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.lake.storage.s3_client import open_client
from filmes_lake.models.kinds import Layer
from tests.fakes.aws import SECRETS, Bucket
from tests.fakes.proxy import Proxy, Spoil, alter_answer, answer, cut_answer, lose_answer, reset
from tests.schema import SCHEMA
from tests.shares import slow_but

pytest_plugins = ("tests.on_aws",)

LARGE = bytes(range(256)) * (80 << 10)  # 20 MiB, three parts


@pytest.fixture
def storage(proxy: Proxy, bucket: str, tmp_path: Path) -> S3Storage:
    return S3Storage(
        open_client(bucket), S3Address.parse(f"s3://{bucket}/lake"), tmp_path / "cache", tmp_path / "state"
    )


@pytest.fixture
def few_attempts(aws: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3 asks twice, then gives up."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")


@pytest.fixture
def actions(storage: S3Storage, tmp_path: Path, large: Path) -> dict[str, Callable[[], object]]:
    """What a storage can be asked; the object Raw/a is there, Raw/b is not."""
    storage.put("Raw/a", b"x")
    small = tmp_path / "small"
    small.write_bytes(b"x")
    return {
        "get": partial(storage.get, "Raw/a"),
        "get_range": partial(storage.get_range, "Raw/a", 0, 1),
        "put": partial(storage.put, "Raw/b", b"x"),
        "put_file": partial(storage.put_file, "Raw/b", small),
        "put_large_file": partial(storage.put_file, "Raw/b", large),
        "swap": partial(storage.swap, "Raw/b", b"x", None),
        "list": lambda: list(storage.list("Raw/")),
        "delete": partial(storage.delete, "Raw/a"),
        "local": partial(storage.local, "Raw/a", tmp_path),
        "lock": lambda: storage.lock("transform", "me").__enter__(),
    }


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large"
    path.write_bytes(LARGE)
    return path


@pytest.mark.parametrize("spoil", [answer(503, "SlowDown"), answer(500, "InternalError"), reset, lose_answer])
def test_a_put_survives_what_passes(storage: S3Storage, proxy: Proxy, spoil: Spoil) -> None:
    proxy.spoil("PUT .*Raw/a", spoil, times=1)

    storage.put("Raw/a", b"bytes")

    assert storage.get("Raw/a").data == b"bytes"
    assert sum("Raw/a" in line for line in proxy.seen if line.startswith("PUT")) == 2


def test_a_swap_whose_answer_was_lost_is_ours(storage: S3Storage, proxy: Proxy) -> None:
    token = storage.swap("pointer", b"one", None)
    proxy.spoil("PUT .*pointer", lose_answer, times=1)

    token = storage.swap("pointer", b"two", token)

    assert storage.get("pointer").data == b"two"
    storage.swap("pointer", b"three", token)


def test_a_swap_whose_answer_was_lost_is_not_ours_where_another_was_first(storage: S3Storage, proxy: Proxy) -> None:
    token = storage.swap("pointer", b"one", None)
    storage.swap("pointer", b"theirs", token)
    proxy.spoil("PUT .*pointer", lose_answer, times=1)

    with pytest.raises(Conflict):
        storage.swap("pointer", b"theirs", token)


def test_an_upload_in_parts_whose_last_answer_was_lost_is_ours(
    storage: S3Storage, proxy: Proxy, large: Path, beside: Bucket
) -> None:
    proxy.spoil("POST .*uploadId=", lose_answer, times=1)

    storage.put_file("Raw/large", large)

    assert storage.get("Raw/large").data == LARGE
    assert beside.uploads() == []


def test_a_put_that_raced_is_tried_again(storage: S3Storage, proxy: Proxy) -> None:
    proxy.spoil("PUT .*Raw/a", answer(409, "ConditionalRequestConflict"), times=3)

    storage.put("Raw/a", b"bytes")

    assert storage.get("Raw/a").data == b"bytes"


def test_a_put_that_races_for_ever_is_a_conflict(storage: S3Storage, proxy: Proxy) -> None:
    proxy.spoil("PUT .*pointer", answer(409, "ConditionalRequestConflict"))

    with pytest.raises(Conflict, match="others keep writing it"):
        storage.swap("pointer", b"bytes", None)


@pytest.mark.slow
def test_an_upload_in_parts_that_raced_is_begun_again(
    storage: S3Storage, proxy: Proxy, large: Path, beside: Bucket
) -> None:
    proxy.spoil("POST .*uploadId=", answer(409, "ConditionalRequestConflict"), times=1)

    storage.put_file("Raw/large", large)

    assert storage.get("Raw/large").data == LARGE
    assert beside.uploads() == []


@pytest.mark.parametrize("spoil", [answer(500, "InternalError"), reset, cut_answer])
@pytest.mark.parametrize("data", [b"bytes", pytest.param(LARGE, marks=pytest.mark.slow)], ids=["small", "large"])
def test_a_copy_survives_what_passes(storage: S3Storage, proxy: Proxy, spoil: Spoil, data: bytes) -> None:
    storage.put("Raw/a", data)
    proxy.spoil("GET .*Raw/a", spoil, times=2)

    with storage.scratch("run") as scratch:
        assert storage.local("Raw/a", scratch).read_bytes() == data


@pytest.mark.parametrize(
    "data", [pytest.param(b"bytes", id="small"), pytest.param(LARGE, id="large", marks=pytest.mark.slow)]
)
def test_a_copy_of_other_bytes_is_refused_and_not_kept(storage: S3Storage, proxy: Proxy, data: bytes) -> None:
    storage.put("Raw/a", data)
    proxy.spoil("GET .*Raw/a", alter_answer)

    with storage.scratch("run") as scratch:
        with pytest.raises(LakeError, match="bytes received"):
            storage.local("Raw/a", scratch)
        proxy.heal()
        assert storage.local("Raw/a", scratch).read_bytes() == data


REFUSALS = [
    (answer(403, "AccessDenied"), SettingsError, "does not permit"),
    (answer(400, "ExpiredToken"), SettingsError, "credentials have expired"),
    (answer(403, "InvalidAccessKeyId"), SettingsError, "does not accept the credentials"),
    (answer(403, "SignatureDoesNotMatch"), SettingsError, "does not accept the credentials"),
    (answer(403, "RequestTimeTooSkewed"), SettingsError, "clock is wrong"),
    (answer(301, "PermanentRedirect", x_amz_bucket_region="sa-east-1"), SettingsError, r"another region \(sa-east-1\)"),
    (answer(404, "NoSuchBucket"), LakeError, "there is no such bucket"),
    (answer(500, "InternalError"), LakeError, r"with (InternalError|500) 2 times"),
    (answer(502, "BadGateway"), LakeError, r"with (BadGateway|502) 2 times"),
    (answer(418, "Teapot"), LakeError, "with Teapot"),
    (reset, LakeError, "broke off|cannot be reached"),
]


@pytest.mark.usefixtures("few_attempts")
@pytest.mark.parametrize("refusal", slow_but(REFUSALS[::3], REFUSALS), ids=lambda refusal: refusal[2])
def test_a_refusal_is_one_line_that_says_what_and_where(
    actions: dict[str, Callable[[], object]], proxy: Proxy, refusal: tuple[Spoil, type[FilmesLakeError], str]
) -> None:
    spoil, kind, words = refusal
    proxy.spoil(".", spoil)

    for action in actions.values():
        with pytest.raises(kind, match=words) as caught:
            action()
        text = f"{caught.value.message} {caught.value.hint}"
        assert caught.value.message.startswith("s3://")
        assert caught.value.hint
        assert "\n" not in text
        assert not any(secret in text for secret in SECRETS)


def test_who_may_not_list_uploads_can_still_run(storage: S3Storage, proxy: Proxy) -> None:
    proxy.spoil(r"GET .*uploads", answer(403, "AccessDenied"))

    assert storage.sweep_scratch() == []
    assert any("uploads" in line for line in proxy.seen)


# Where in a publishing run something breaks.
BREAKS = [
    ("PUT .*Raw/Local", answer(403, "AccessDenied"), SettingsError),
    ("PUT .*_ops/versions", answer(400, "ExpiredToken"), SettingsError),
    ("PUT .*_ops/current", reset, LakeError),
    ("PUT .*_ops/current", answer(500, "InternalError"), LakeError),
    ("PUT .*_ops/locks", answer(403, "AccessDenied"), SettingsError),
]


@pytest.mark.usefixtures("few_attempts")
@pytest.mark.parametrize("place", slow_but([2], range(len(BREAKS))))
def test_a_run_that_breaks_publishes_nothing_and_the_next_one_goes_on(
    storage: S3Storage, proxy: Proxy, sample: Path, place: int
) -> None:
    line, spoil, kind = BREAKS[place]
    lake = Lake(storage, SCHEMA)
    ingest_csv(lake, [sample / "movies.csv"], None, None)
    before = lake.versions.current(Layer.RAW)
    proxy.spoil(line, spoil)

    with pytest.raises(kind):
        ingest_csv(lake, [sample / "series.csv"], None, None)

    proxy.heal()
    assert lake.versions.current(Layer.RAW) == before
    assert lake.ledger.runs(1)[0].outcome == "failed"
    assert ingest_csv(lake, [sample / "series.csv"], None, None)[0].status == "stored"

"""The image, built of the Dockerfile without an engine, and its command run as engines run it: `make test-image`."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from filmes_lake import __version__
from tests.docs.pages import blocks, prose, twin
from tests.fakes.aws import new_bucket
from tests.image.base import make_base, name_of_base
from tests.image.build import build, pip_settings
from tests.image.buildah import Buildah, said
from tests.image.container import Container, container, described, stop
from tests.image.files import Entry, added
from tests.program import ROOT, SAMPLE, Program
from tests.test_interruptions import ENDLESS

pytest_plugins = ("tests.on_aws", "tests.running")
pytestmark = [pytest.mark.image, pytest.mark.timeout(1800)]

NEEDED = ("mmdebstrap", "buildah", "docker-compose")
USER, OTHER = 1000, 4321  # the image's own, and one whom it does not know
LAKE = "filmes-demo"
# What `useradd` writes.
ACCOUNTS = r"/etc/(passwd|shadow|group|gshadow|subuid|subgid)-?"
KPIS = ("report", "kpis", "--json")
GUIDE = "docs/guide/docker.md"
COMPOSE = "docker compose run --rm filmes-lake "


@pytest.fixture(scope="module")
def buildah() -> Iterator[Buildah]:
    """Buildah with the base and the image. All of it is removed in the end: it is half a gigabyte."""
    missing = [program for program in NEEDED if not shutil.which(program)]
    assert os.geteuid() == 0, "make test-image mounts and changes users: it must be run as root"
    assert not missing, f"make test-image needs {', '.join(missing)}: make ci-packages installs them"
    with TemporaryDirectory(prefix="filmes-lake-image-") as folder:
        buildah = Buildah(Path(folder))
        make_base(buildah)
        build(buildah, Path(folder))
        yield buildah


@pytest.fixture(scope="module")
def image(buildah: Buildah) -> Container:
    """The image with nothing mounted, read-only: no test changes it."""
    return replace(container(buildah), read_only=True)


@pytest.fixture(scope="module")
def writable(buildah: Buildah) -> Container:
    """The image with nothing mounted, as it is run where nobody says read-only."""
    return container(buildah)


@pytest.fixture(scope="module")
def extra(buildah: Buildah, image: Container) -> dict[str, Entry]:
    """What the image has that its base has not."""
    return added(image.root, buildah.files(name_of_base()))


@pytest.fixture(scope="module")
def demo(image: Container, tmp_path_factory: pytest.TempPathFactory) -> Container:
    """The image, read-only, over a mounted folder in which the demo ran."""
    mounted = over(image, folder_of(USER, tmp_path_factory.mktemp("demo")))
    ended = mounted.run("demo")
    assert ended.code == 0, ended
    return mounted


def folder_of(user: int, folder: Path, mode: int = 0o755) -> Path:
    os.chown(folder, user, user)
    folder.chmod(mode)
    return folder


def over(image: Container, folder: Path, mode: str = "rw") -> Container:
    return replace(image, volumes=[f"{folder}:/data:{mode}"])


def owners(folder: Path) -> set[tuple[int, int]]:
    found = {(path.stat().st_uid, path.stat().st_gid) for path in folder.rglob("*")}
    assert found, f"{folder} is empty"
    return found


# --- its command -------------------------------------------------------------------------------------------


def test_it_says_its_version(image: Container) -> None:
    ended = image.run("--version")

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[0] == f"filmes-lake {__version__}"
    assert image.config["Labels"]["org.opencontainers.image.version"] == __version__


def test_it_has_what_a_lake_in_s3_needs(image: Container, moto: str, tmp_path: Path) -> None:
    aws = {"AWS_ENDPOINT_URL": moto, "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    mounted = replace(
        over(image, folder_of(OTHER, tmp_path)),
        user=f"{OTHER}:{OTHER}",
        environment={**aws, "AWS_DEFAULT_REGION": "sa-east-1", "FILMES_LAKE_LAKE": f"s3://{new_bucket(moto)}/films"},
    )

    assert mounted.run("demo", "--lake", mounted.environment["FILMES_LAKE_LAKE"]).code == 0
    (row,) = json.loads(mounted.run(*KPIS).out)["rows"]
    assert row["filmes"] == 314
    assert owners(tmp_path) == {(OTHER, OTHER)}


def test_without_arguments_it_shows_its_help(image: Container) -> None:
    ended = image.run()

    assert (ended.code, ended.err) == (0, "")
    assert "filmes-lake [OPTIONS] COMMAND" in ended.out


def test_the_demo_runs_with_nothing_mounted(writable: Container) -> None:
    ended = writable.run("demo")

    assert ended.code == 0, ended
    assert owners(writable.root / "data") == {(USER, USER)}


def test_a_lake_in_a_mounted_folder_stays_and_is_the_users(demo: Container, program: Program) -> None:
    lake = folder_mounted_in(demo) / LAKE

    assert owners(lake) == {(USER, USER)}
    assert demo.run(*KPIS, "--lake", LAKE).document == program.run(*KPIS, "--lake", str(lake)).document


def folder_mounted_in(mounted: Container) -> Path:
    return Path(mounted.volumes[0].split(":")[0])


def test_a_user_whom_the_image_does_not_know_has_a_lake_too(image: Container, tmp_path: Path) -> None:
    ended = replace(over(image, folder_of(OTHER, tmp_path)), user=f"{OTHER}:{OTHER}").run("demo")

    assert ended.code == 0, ended
    assert owners(tmp_path) == {(OTHER, OTHER)}


@pytest.mark.parametrize(
    "words", ["transform all --force", "catalog register", "report roi --output roi.csv", "status"]
)
def test_on_a_read_only_system_it_writes_to_the_mounted_folder_alone(demo: Container, words: str) -> None:
    ended = demo.run(*words.split(), "--lake", LAKE)

    assert ended.code == 0, ended


@pytest.mark.parametrize(
    ("owner", "mode", "reason"), [(0, "rw", "Permission denied"), (USER, "ro", "Read-only file system")]
)
def test_a_folder_that_cannot_be_written_is_told_in_one_line(
    image: Container, tmp_path: Path, owner: int, mode: str, reason: str
) -> None:
    ended = over(image, folder_of(owner, tmp_path), mode).run("demo")

    assert (ended.code, ended.out) == (1, "")
    assert f"cannot be written: {reason} (check space and permissions, or use --lake)" in ended.error
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_read_is_told_in_one_line(image: Container, tmp_path: Path) -> None:
    ended = over(image, folder_of(0, tmp_path, 0o700)).run("demo")

    assert (ended.code, ended.out) == (5, "")
    assert "/data/filmes-lake.toml: cannot be read: Permission denied" in ended.error


def test_json_is_all_that_standard_output_gets(demo: Container) -> None:
    ended = demo.run("report", "roi", "--json", "--lake", LAKE)

    assert (ended.code, ended.err) == (0, "")
    assert ended.document["rows"]


def test_an_engines_stop_ends_it_at_once(demo: Container) -> None:
    ended = stop(demo.start("query", ENDLESS, "--lake", LAKE))

    assert (ended.code, ended.out) == (130, "")
    assert "interrupted" in ended.error


# --- what is in it -----------------------------------------------------------------------------------------


def test_beside_its_base_it_holds_the_program_and_its_user(extra: dict[str, Entry]) -> None:
    ours = re.compile(rf"{ACCOUNTS}|/home/filmes(/.*)?|/data|/opt/filmes-lake(/.*)?|/opt")

    assert sorted(path for path in extra if not ours.fullmatch(path)) == []


def test_it_holds_the_pinned_packages_and_no_others(extra: dict[str, Entry]) -> None:
    found = {match[1] for path in extra if (match := re.search(r"/site-packages/([^/]+)\.dist-info$", path))}

    text = (ROOT / "requirements" / "image.txt").read_text(encoding="utf-8")
    pinned = map(Requirement, re.findall(r"^(\w[^\\]+) \\$", text, re.MULTILINE))
    wanted = {
        f"{one.name.replace('-', '_')}-{str(one.specifier).removeprefix('==')}"
        for one in pinned
        if not one.marker or one.marker.evaluate({"python_full_version": "3.11.0", "sys_platform": "linux"})
    }
    assert found == {*wanted, f"filmes_lake-{__version__}"}


def test_nobody_but_root_may_change_the_program(extra: dict[str, Entry]) -> None:
    program = {path: entry for path, entry in extra.items() if path.startswith("/opt/filmes-lake")}

    assert {entry.owner for entry in program.values()} == {(0, 0)}


def test_it_says_nothing_of_the_machine_that_built_it(image: Container, buildah: Buildah) -> None:
    told = str(described(buildah))
    places = [value for _, value in pip_settings().items("global") if "/" in value]

    assert not [place for place in places if place in told]
    assert [variable.partition("=")[0] for variable in image.config["Env"]] == [
        "PATH",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
    ]
    assert (image.config["User"], image.config["WorkingDir"]) == ("1000:1000", "/data")


@pytest.mark.parametrize("page", [GUIDE, twin(GUIDE)])
def test_its_size_is_what_the_guide_says(extra: dict[str, Entry], page: str) -> None:
    size = sum(entry.size for entry in extra.values()) / 1e6

    (told,) = re.findall(r"(\d+) MB", prose(page))

    assert size == pytest.approx(int(told), rel=0.05)


# --- compose.yaml ------------------------------------------------------------------------------------------


def service(folder: Path, **environment: str) -> Any:
    """The service as docker-compose reads it in a folder."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        words = ("--file", ROOT / "compose.yaml", "--project-directory", folder, "config")
        return yaml.safe_load(said("docker-compose", *words))["services"]["filmes-lake"]


def test_compose_runs_what_the_guide_says(writable: Container, tmp_path: Path) -> None:
    for name in ("csv", "lake"):
        (tmp_path / name).mkdir()
        folder_of(OTHER, tmp_path / name)
    for path in SAMPLE.glob("*.csv"):
        shutil.copy(path, tmp_path / "csv")
    asked = service(tmp_path, RUN_AS=f"{OTHER}:{OTHER}")
    composed = replace(writable, user=asked["user"], volumes=asked["volumes"])

    ended = [composed.run(*command.split()) for command in commands_of_compose()]

    assert [run.code for run in ended] == [0, 0, 0], ended
    assert owners(tmp_path / "lake") == {(OTHER, OTHER)}


def commands_of_compose() -> list[str]:
    (block,) = blocks(GUIDE, "mkdir -p csv lake")
    return [line.removeprefix(COMPOSE) for line in block.splitlines() if line.startswith(COMPOSE)]


def test_compose_takes_other_folders_and_gives_no_capability(tmp_path: Path) -> None:
    asked = service(tmp_path, CSV_DIR="/received", LAKE_DIR="/films")

    assert asked["volumes"] == ["/received:/data/csv:ro", "/films:/data/lake:rw"]
    assert asked["user"] == "1000:1000"
    assert (asked["cap_drop"], asked["security_opt"]) == (["ALL"], ["no-new-privileges:true"])

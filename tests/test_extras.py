"""Without its extras the program does all that needs none, and says of the rest what to install."""

import json
import shlex
import subprocess
import sys
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from filmes_lake import extras
from tests.program import ROOT, SAMPLE, Ended

WITHOUT = {
    "aws": [
        "status --lake s3://bucket/lake",
        "transform all --lake s3://bucket/lake",
        "report roi --engine athena --lake s3://bucket/lake",
        "query 'SELECT 1' --lake s3://bucket/lake",
        "catalog queries list --lake s3://bucket/lake",
        "catalog register --lake s3://bucket/lake",
        "ingest csv movies.csv --lake s3://bucket/lake",
        "run --lake s3://bucket/lake",
        "explain tt0133093 --lake s3://bucket/lake",
        "jobs status",
        "jobs logs",
        "jobs stop",
        "jobs submit --role arn:aws:iam::123456789012:role/glue --lake s3://bucket/lake",
        "transform all --engine glue --lake s3://bucket/lake",
        "doctor --offline --lake s3://bucket/lake",
    ],
    "spark": ["transform all --engine spark --force --lake lake", "jobs run --lake lake"],
}
NEEDING_NONE = [
    "demo --lake lake",
    "init --lake new",
    "status --lake lake",
    "transform all --lake lake",
    "catalog register --lake lake",
    "catalog list --lake lake",
    "report roi --lake lake",
    "report kpis --lake lake --output kpis.parquet",
    "query 'SELECT COUNT(*) AS n FROM titulos' --lake lake",
    "explain tt0133093 --lake lake",
    "runs --lake lake",
    "versions --lake lake",
    "doctor --offline --lake lake",
    "purge --older-than 36500 --dry-run --lake lake",
    "run --plan --lake lake",
]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with what the command needs, and no extra; its `filmes-lake`, installed from this folder."""
    folder = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(python)]
    subprocess.run([*install, "--require-hashes", "-r", str(ROOT / "requirements/base.txt")], check=True)
    subprocess.run([*install, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    return folder / "bin" / "filmes-lake"


def _run(program: Path, words: str, folder: Path) -> Ended:
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "AWS_EC2_METADATA_DISABLED": "true"}
    command = [str(program), *shlex.split(words)]
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return Ended(ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform == "win32", reason="programs lie elsewhere there")
def test_every_command_without_any_extra(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "movies.csv").write_bytes((SAMPLE / "movies.csv").read_bytes())
    for words in NEEDING_NONE:
        ended = _run(bare, words, tmp_path)
        assert ended.code == 0, (words, ended)

    for extra, commands in WITHOUT.items():
        for words in commands:
            ended = _run(bare, words, tmp_path)
            said = ended.out if words.startswith("doctor") else ended.error
            assert ended.code == 5, (words, ended)
            assert "which is not installed" in said, words
            # The environment has no pip, and the package was installed from its folder.
            assert f"uv pip install --python {bare.parent / 'python'} -e '{ROOT}[{extra}]'" in said, words


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (None, "'filmes-lake[aws]'"),
        ({"url": "file:///src/our%20lake", "dir_info": {"editable": True}}, "-e '/src/our lake[aws]'"),
        ({"url": "file:///src/lake", "dir_info": {}}, "'/src/lake[aws]'"),
        ({"url": "file:///w/filmes_lake.whl", "archive_info": {}}, "'filmes-lake[aws] @ file:///w/filmes_lake.whl'"),
        (
            {"url": "https://example.org/lake.git", "vcs_info": {"vcs": "git"}},
            "'filmes-lake[aws] @ git+https://example.org/lake.git'",
        ),
    ],
)
def test_an_extra_is_installed_from_where_the_package_came(
    origin: dict[str, object] | None, requirement: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if origin:
        (tmp_path / "direct_url.json").write_text(json.dumps(origin))
    monkeypatch.setattr(extras, "distribution", lambda _: Distribution.at(tmp_path))

    assert extras.install("aws").endswith(f" install --python {shlex.quote(sys.executable)} {requirement}") or (
        extras.install("aws") == f"{shlex.quote(sys.executable)} -m pip install {requirement}"
    )


def test_a_module_of_no_extra_is_none_of_ours() -> None:
    assert extras.missing(ModuleNotFoundError(name="numpy")) is None
    assert extras.missing(ModuleNotFoundError(name="pyarrow.parquet")) is not None

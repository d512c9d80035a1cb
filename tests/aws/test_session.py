"""Sessions: what describes AWS's services is read once, however many clients a process opens."""

from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import JSONFileLoader

from filmes_lake.aws.identity import STS
from filmes_lake.aws.session import session
from tests.fakes.aws import environment_of
from tests.on_aws import set_environment


def test_a_service_is_read_once_for_all_clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_environment(monkeypatch, environment_of("http://127.0.0.1:9", tmp_path))
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))  # nobody in this process has read from there
    read: list[str] = []
    load = JSONFileLoader.load_file

    def noted(loader: JSONFileLoader, path: str) -> Any:
        read.append(path)
        return load(loader, path)

    monkeypatch.setattr(JSONFileLoader, "load_file", noted)
    for _ in range(2):
        with session(STS, "tests") as opened:
            opened.client("sts").close()

    assert len(read) == len(set(read))
    assert any("sts" in Path(path).parts for path in read)

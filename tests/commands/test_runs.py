"""`runs`: the ledger, the part of it that was asked for, and one run whole."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.in_process import Here
from tests.program import SAMPLE, Program
from tests.shapes import check_shape

pytest_plugins = ("tests.in_process", "tests.running")


@pytest.fixture(scope="module")
def ledger_once(tmp_path_factory: pytest.TempPathFactory, compiled_once: None) -> Path:
    """A lake with these runs, the newest last: init, ingest csv, ingest csv (unchanged), ingest csv (failed), rollback
    (failed), of which the first was yesterday and the second was killed."""
    program = Program(tmp_path_factory.mktemp("ledger"))
    assert program.run("init").code == 0
    for source in (SAMPLE / "series.csv", SAMPLE / "series.csv", "nowhere.csv"):
        program.run("ingest", "csv", source)
    assert program.run("rollback").code == 1
    entries = sorted((program.folder / "lake/_ops/runs").iterdir())
    edit(entries[1], outcome="killed", ended_at=None)
    edit(entries[0], run_id=f"20200229{entries[0].stem[8:]}", started_at="2020-02-29T23:59:59Z")
    entries[0].rename(entries[0].with_name(f"20200229{entries[0].name[8:]}"))
    return program.folder


@pytest.fixture
def ledger(here: Here, ledger_once: Path) -> Here:
    """The program in a folder with a copy of that lake."""
    shutil.copytree(ledger_once, here.folder, dirs_exist_ok=True)
    return here


def edit(path: Path, **changed: Any) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changed}), encoding="utf-8")


def found(program: Here, *options: str) -> list[tuple[str, str]]:
    document = program.run("runs", *options, "--json").document
    return [(run["command"], run["outcome"]) for run in document["runs"]]


INIT, KILLED, UNCHANGED, FAILED, BACK = (
    ("init", "done"),
    ("ingest csv", "killed"),
    ("ingest csv", "unchanged"),
    ("ingest csv", "failed"),
    ("rollback", "failed"),
)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), [BACK, FAILED, UNCHANGED, KILLED, INIT]),
        (("--limit", "2"), [BACK, FAILED]),
        (("--limit", "9" * 20, "--failed"), [BACK, FAILED, KILLED]),
        (("--command", "ingest"), [FAILED, UNCHANGED, KILLED]),
        (("--command", "ingest", "--limit", "1"), [FAILED]),
        (("--failed",), [BACK, FAILED, KILLED]),
        (("--failed", "--command", "ingest csv"), [FAILED, KILLED]),
        (("--state", "done"), [INIT]),
        (("--state", "done", "--state", "unchanged"), [UNCHANGED, INIT]),
        (("--state", "unchanged", "--failed"), [BACK, FAILED, UNCHANGED, KILLED]),
        (("--since", "2020-03-01"), [BACK, FAILED, UNCHANGED, KILLED]),
        (("--since", "2020-02-29"), [BACK, FAILED, UNCHANGED, KILLED, INIT]),
        (("--since", "9999-12-31"), []),
        (("--command", "nothing like that"), []),
    ],
)
def test_the_runs_that_were_asked_for_are_shown_newest_first(
    options: tuple[str, ...], expected: list[tuple[str, str]], ledger: Here
) -> None:
    assert found(ledger, *options) == expected


def test_no_run_of_the_kind_is_no_failure(ledger: Here) -> None:
    ended = ledger.run("runs", "--since", "9999-12-31")

    assert (ended.code, ended.out, ended.err) == (0, "", "no run matches\n")


def test_a_run_is_shown_whole(ledger: Here) -> None:
    run = ledger.run("runs", "--command", "ingest", "--state", "unchanged", "--json").document["runs"][0]
    as_json, text = (ledger.run("runs", run["run_id"], *flags) for flags in (("--json",), ()))

    assert as_json.document == {"run": run}
    check_shape("runs-one", as_json.document)
    assert "command        ingest csv\n" in text.out
    assert f"{SAMPLE / 'series.csv'}  {run['inputs'][0]['sha256'][:12]}" in text.out
    assert "lines 152" in text.out


@pytest.mark.parametrize("content", [b"", b'{"version": "v"}'])
def test_an_entry_that_is_none_is_named_and_the_others_are_shown(content: bytes, ledger: Here) -> None:
    newest = max((ledger.folder / "lake/_ops/runs").iterdir())
    newest.write_bytes(content)
    text, document = ledger.run("runs"), ledger.run("runs", "--json").document

    assert text.code == 0
    assert newest.name in text.err
    assert "filmes-lake doctor --repair --lake" in text.err
    assert [run["command"] for run in document["runs"]] == ["ingest csv"] * 3 + ["init"]
    assert [fault["what"] for fault in document["damaged"]] == [f"_ops/runs/{newest.name}"]
    assert ledger.run("runs", newest.stem).code == 1

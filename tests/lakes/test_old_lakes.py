"""A lake that an earlier program wrote: today's reads it, makes its tables again, goes back and purges."""

import json
import tarfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.in_process import Run

pytest_plugins = ("tests.in_process",)

ARCHIVES = sorted(Path(__file__).parent.glob("*.tar.gz"))
BETWEEN_ANSWERS = date(2026, 6, 1)  # some are older, some younger
FIGURES = ("--set", "min_votes=0", "--set", "include_suspect=true", "--json")
REPORTS = ("kpis", "roi")
CHANGING = {"received_at", "oldest_days"}  # what depends on the day on which one looks


class Old:
    """An old lake at `lake` in the working folder, and what its program said of it."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def said(self, name: str) -> Any:
        return json.loads(Path(f"expected/{name}.json").read_text(encoding="utf-8"))

    def says(self, *arguments: str) -> Any:
        ended = self.run(*arguments)
        assert (ended.code, ended.err) == (0, ""), ended
        return ended.document

    def versions(self, layer: str) -> list[str]:
        """The kept versions of a layer, newest first."""
        found = self.says("versions", "--json")["versions"]
        return [version["version"] for version in found if version["layer"] == layer]

    def figures(self) -> Any:
        """The rows of two reports, with the columns that there were."""
        says = [self.says("report", name, *FIGURES)["rows"] for name in REPORTS]
        return [
            [{name: row[name] for name in said[0]} for row in rows]
            for rows, said in zip(says, self.said_figures(), strict=True)
        ]

    def said_figures(self) -> Any:
        return [self.said(name)["rows"] for name in REPORTS]


@pytest.fixture(params=ARCHIVES, ids=lambda path: path.name)
def old(request: pytest.FixtureRequest, run: Run) -> Old:
    with tarfile.open(request.param) as archive:
        archive.extractall(Path.cwd(), filter="data")
    return Old(run)


def known(says: Any, said: Any) -> Any:
    """What is said now, with those keys alone that there were; tables may have got columns."""
    if isinstance(said, dict):
        return {name: known(says[name], value) for name, value in said.items()}
    if isinstance(said, list):
        return [known(*pair) for pair in zip(says, said, strict=True)]
    return says


def steady(inputs: list[dict[str, Any]]) -> dict[str, Any]:
    """What is said of each input, but for what changes by itself; there may be more inputs today."""
    return {found["name"]: {name: value for name, value in found.items() if name not in CHANGING} for found in inputs}


def test_status_says_of_inputs_and_lines_what_its_program_said(old: Old) -> None:
    said, says = old.said("status"), old.says("status", "--json")

    assert known(steady(says["inputs"]), steady(said["inputs"])) == steady(said["inputs"])
    assert known(says["accounting"], said["accounting"]) == said["accounting"]
    assert [layer["version"] for layer in says["layers"]] == [layer["version"] for layer in said["layers"]]


def test_its_versions_and_runs_are_listed(old: Old) -> None:
    assert old.says("versions", "--json") == {**old.said("versions"), "damaged": []}
    assert old.says("runs", "--json") == {**old.said("runs"), "damaged": []}


def test_reports_on_its_tables_have_the_same_rows(old: Old) -> None:
    assert old.figures() == old.said_figures()


def test_a_title_is_explained_from_its_tables(old: Old) -> None:
    [said], [says] = (
        found["explanations"] for found in (old.said("explain"), old.says("explain", "tt0017136", "--json"))
    )

    assert known(says["raw"], said["raw"]) == said["raw"]
    assert says["fate"] == said["fate"]
    assert known(says["refined"], said["refined"]) == said["refined"]
    titles = said["trusted"]["rows"]["titulos"]
    assert known(says["trusted"]["rows"]["titulos"], titles) == titles


def test_credits_that_its_program_wrote_are_explained_without_their_people(old: Old) -> None:
    [said], [says] = (
        found["explanations"] for found in (old.said("explain"), old.says("explain", "tt0017136", "--json"))
    )
    before, now = (found["trusted"]["rows"]["creditos"] for found in (said, says))

    assert [row["papel"] for row in now] == [row["papel"] for row in before]
    assert {row["id_artista"] for row in now} == {None}
    assert "pessoas" not in says["trusted"]["rows"]


def test_its_tables_made_again_account_for_the_same_lines_and_tell_the_same(old: Old) -> None:
    made = old.says("transform", "all", "--json")

    # What comes out byte for byte as that program made it keeps its file.
    assert "published" in {table["status"] for table in made["tables"]}
    accounting = old.said("status")["accounting"]
    assert known(made["accounting"], accounting) == accounting
    assert old.figures() == old.said_figures()


def test_refined_is_not_made_of_its_tables_alone(old: Old) -> None:
    ended = old.run("transform", "refined", "--force")

    assert ended.code == 1
    assert "was made by an older program: " in ended.err
    assert "transform all" in ended.err
    assert old.figures() == old.said_figures()


@pytest.mark.slow
def test_the_people_of_its_credits_are_a_table_once_its_tables_are_made_again(old: Old) -> None:
    older = old.versions("trusted")[0]
    old.says("transform", "all", "--json")

    changed = {
        table["name"]: table for table in old.says("diff", older, old.versions("trusted")[0], "--json")["tables"]
    }

    assert (changed["pessoas"]["before"], changed["pessoas"]["after"]) == (0, changed["pessoas"]["entered"])
    assert changed["creditos"]["before"] == changed["creditos"]["after"]
    assert old.says("query", "SELECT COUNT(*) AS n FROM creditos NATURAL JOIN pessoas", "--json")["rows"] == [
        {"n": changed["creditos"]["after"]}
    ]


@pytest.mark.slow
def test_run_makes_its_tables_again_and_then_finds_all_done(old: Old) -> None:
    first, second = (old.says("run", "--json")["steps"] for _ in range(2))

    assert [step["state"] for step in first if step["step"] == "transform all"] == ["done"]
    assert [step["state"] for step in second if step["step"] == "transform all"] == ["up_to_date"]


@pytest.mark.slow
def test_its_versions_differ_as_they_did_and_not_from_those_made_again(old: Old) -> None:
    newer, older = old.versions("refined")
    assert [table["name"] for table in old.says("diff", older, newer, "--json")["tables"]]
    old.says("transform", "all", "--json")
    again = old.versions("refined")[0]

    changed = old.says("diff", newer, again, "--json")

    assert {(table["entered"], table["left"], table["revised"]) for table in changed["tables"]} <= {
        (0, 0, 0),
        (0, 0, None),
    }


@pytest.mark.slow
def test_one_can_go_back_to_its_versions_and_on_from_there(old: Old) -> None:
    older, trusted = old.versions("refined")[1], old.versions("trusted")[1]
    old.says("transform", "all", "--json")

    assert old.says("rollback", older, "--json")["current"] == {"refined": older, "trusted": trusted}
    before = old.figures()
    accounting = old.said("status")["accounting"]
    assert known(old.says("transform", "all", "--json")["accounting"], accounting) == accounting
    assert old.figures() == old.said_figures() != before


@pytest.mark.slow
def test_a_purge_takes_its_old_answers_and_the_versions_with_them(old: Old) -> None:
    days = (datetime.now(UTC).date() - BETWEEN_ANSWERS).days
    kept = {*old.versions("trusted"), *old.versions("refined")}

    purged = old.says("purge", "--older-than", str(days), "--yes", "--json")

    assert {name: count for name, count in purged["answers"].items() if count} == {"movies": 6}
    assert kept <= set(purged["versions"])
    assert kept.isdisjoint({*old.versions("trusted"), *old.versions("refined")})

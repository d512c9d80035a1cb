"""Completion: what each shell's protocol gets, that a real bash takes it, and that it stays light."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from filmes_lake.reports.definitions import REPORTS
from tests.program import Program
from tests.shares import slow_but
from tests.test_start import HEAVY

pytest_plugins = ("tests.running",)

REPORT_NAMES = {"list", *(report.name for report in REPORTS)}
SHELLS = ("bash", "zsh", "fish", "powershell")


def asked(shell: str, line: str) -> dict[str, str]:
    """The environment in which a shell asks about the last word of a line."""
    words = line.split(" ")
    own = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
        "powershell": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1]},
    }
    return {"_FILMES_LAKE_COMPLETE": f"complete_{shell}", **own[shell]}


def offered(program: Program, line: str, shell: str = "bash", **environment: str) -> set[str]:
    ended = program.run(**asked(shell, line), **environment)
    assert (ended.code, ended.err) == (0, "")
    if shell == "zsh":
        return set(re.findall(r'^(?:_arguments .*\(\()?"([^"]+)"', ended.out, flags=re.MULTILINE))
    return {re.split(r"\t|:::", line)[0] for line in ended.out.splitlines() if line}


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_offered_the_reports(shell: str, program: Program) -> None:
    assert offered(program, "filmes-lake report ", shell) == REPORT_NAMES
    assert offered(program, "filmes-lake report roi-by-d", shell) == {"roi-by-decade"}


@pytest.mark.parametrize("shell", slow_but(("bash",), SHELLS))
def test_every_shell_is_offered_commands_and_options(shell: str, program: Program) -> None:
    assert offered(program, "filmes-lake ru", shell) == {"run", "runs"}
    assert {"--lake", "--json"} <= offered(program, "filmes-lake status --", shell)
    assert offered(program, "filmes-lake transform ", shell) == {"trusted", "refined", "all"}


def test_the_parameters_of_the_report_are_offered_as_flags(program: Program) -> None:
    assert offered(program, "filmes-lake report roi --min-") == {"--min-year", "--min-votes"}
    assert {"--min-films", "--min-year"} <= offered(program, "filmes-lake report yearly --")
    assert "--top" not in offered(program, "filmes-lake report yearly --")
    assert "--min-votes" in offered(program, "filmes-lake explain tt0017136 --")


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script(shell: str, program: Program) -> None:
    ended = program.run(_FILMES_LAKE_COMPLETE=f"source_{shell}")

    assert ended.code == 0
    assert "_FILMES_LAKE_COMPLETE" in ended.out
    assert "filmes-lake" in ended.out


def test_the_parameters_are_those_of_the_report(program: Program) -> None:
    assert offered(program, "filmes-lake report series --set ") == {
        "top=",
        "genre=",
        "min_year=",
        "max_year=",
        "min_votes=",
        "titles=",
    }
    assert offered(program, "filmes-lake report roi --set include") == {
        "include_suspect=",
        "include_adult=",
        "include_video=",
    }


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("SELECT * FROM dim_f", {"SELECT * FROM dim_filme"}),
        ("SELECT * FROM dim_filme JOIN tmdb_f", {"SELECT * FROM dim_filme JOIN tmdb_filmes"}),
        ("SELECT COUNT(*) FROM (SELECT * FROM titu", {"SELECT COUNT(*) FROM (SELECT * FROM titulos"}),
        ("SELECT * FROM nothing_like_th", set()),
        ("SEL", set()),
    ],
)
def test_tables_are_offered_within_sql(sql: str, tables: set[str], program: Program) -> None:
    line = f'filmes-lake query "{sql}'
    ended = program.run(**{**asked("bash", line), "COMP_CWORD": "2"})

    assert set(filter(None, ended.out.splitlines())) == tables


def test_versions_and_runs_are_those_of_the_lake_that_was_named(program: Program, demo: Path) -> None:
    versions = {path.stem for path in (demo / "_ops/versions").iterdir() if "raw" not in path.stem}
    runs = {path.stem for path in (demo / "_ops/runs").iterdir()}

    assert offered(program, f"filmes-lake rollback --lake {demo} ") == versions
    assert offered(program, f"filmes-lake diff --lake {demo} ") == versions
    assert offered(program, f"filmes-lake report --lake {demo} kpis --as-of ") == versions
    assert offered(program, f"filmes-lake runs --lake {demo} ") == runs
    assert offered(program, "filmes-lake rollback ", FILMES_LAKE_LAKE=str(demo)) == versions


@pytest.mark.parametrize("lake", ["nowhere", "s3://bucket/prefix", "gs://x"])
def test_a_lake_that_cannot_be_read_at_once_offers_nothing(lake: str, program: Program) -> None:
    assert offered(program, f"filmes-lake rollback --lake {lake} ") == set()
    assert list(program.folder.iterdir()) == []


def test_settings_that_cannot_be_read_offer_nothing(program: Program) -> None:
    (program.folder / "filmes-lake.toml").write_text("lake =", encoding="utf-8")

    assert offered(program, "filmes-lake rollback ") == set()


@pytest.mark.parametrize(
    "line",
    slow_but(["rollback "], ["report r", "rollback ", "runs ", "query 'SELECT * FROM d", "report roi --set "]),
)
def test_completion_loads_no_engine(line: str, program: Program, demo: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "filmes_lake"],
        cwd=program.folder,
        env=program.environment(**asked("bash", f"filmes-lake {line}"), FILMES_LAKE_LAKE=str(demo)),
        capture_output=True,
        text=True,
        check=True,
    )
    found = set(re.findall(r"^import time:.*\| +(\S+)$", ended.stderr, flags=re.MULTILINE))

    assert "filmes_lake.cli" in found
    assert not found & HEAVY


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    ("words", "offers"),
    [
        (("report", "roi-by-"), ["roi-by-decade", "roi-by-month", "roi-by-genre"]),
        (
            ("query", '"SELECT * FROM ponte_serie_'),
            [f"SELECT * FROM ponte_serie_{end}" for end in ("artista", "genero")],
        ),
    ],
)
def test_a_real_bash_takes_what_is_offered(words: tuple[str, ...], offers: list[str], program: Program) -> None:
    program_file = program.folder / "filmes-lake"
    program_file.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m filmes_lake "$@"\n', encoding="utf-8")
    program_file.chmod(0o755)
    script = program.run(_FILMES_LAKE_COMPLETE="source_bash").out
    typed = " ".join(f"'{word}'" for word in ("filmes-lake", *words))
    ask = f"COMP_WORDS=({typed}); COMP_CWORD={len(words)}; _filmes_lake_completion {program_file}"
    ended = subprocess.run(
        ["bash", "--norc", "-c", f"{script}\n{ask}\nprintf '%s\\n' \"${{COMPREPLY[@]}}\""],
        cwd=program.folder,
        env=program.environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    assert sorted(ended.stdout.splitlines()) == sorted(offers)
    assert ended.stderr == ""

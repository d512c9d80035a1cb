"""The demo's last line: the page of all reports."""

import os
from pathlib import Path

import pytest

from tests.in_process import Here
from tests.program import Program
from tests.terminal import at_terminal

pytest_plugins = ("tests.in_process", "tests.running")


@pytest.mark.skipif(os.name == "nt", reason="has no such terminals")
def test_the_demo_ends_with_an_address_that_a_terminal_opens(program: Program, demo_copy: Path) -> None:
    (demo_copy / "dashboard.html").unlink()

    code, output = at_terminal(program, "", "demo", "--lake", "lake")

    assert code == 0
    assert output.splitlines()[-1] == f"page:  {(demo_copy / 'dashboard.html').as_uri()}"
    assert (demo_copy / "dashboard.html").is_file()


def test_elsewhere_it_is_a_path_and_the_page_speaks_the_language_of_the_report(here: Here, demo_copy: Path) -> None:
    ended = here.run("demo", "--lake", "lake", FILMES_LAKE_LANG="pt")

    assert ended.err.splitlines()[-1] == "page:  lake/dashboard.html"
    assert ended.out.startswith("Retorno sobre o investimento")
    assert '<html lang="pt">' in (demo_copy / "dashboard.html").read_text(encoding="utf-8")

"""Chromium, driven by playwright: a page is opened from its file, and whatever it asks for or complains of is kept."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from filmes_lake.dashboard.build import build_page, opened_with
from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.language import Language
from tests.reports.comparison import lake_of
from tests.transform.lakes import MEMORY, SAMPLE, SmallLake

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


@dataclass
class Opened:
    """A page in the browser, with the addresses it asked for and what it wrote to the console."""

    page: "Page"
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def ready(self) -> None:
        self.page.wait_for_selector("html[data-ready=true]", timeout=30_000)

    def ask(self, **parameters: Any) -> None:
        """Filter as a link does."""
        self.page.evaluate(
            "hash => { delete document.documentElement.dataset.ready; location.hash = hash; }", hash_of(parameters)
        )
        self.ready()

    def script_ms(self, work: str) -> float:
        """Milliseconds of a processor that the page's script takes for it, as Chromium counts them: no layout of it."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = _script_seconds(session)
        self.page.evaluate(f"new Promise(done => setTimeout(() => {{ {work}; done(); }}))")
        taken = _script_seconds(session) - before
        session.detach()
        return taken * 1000

    def figures(self) -> dict[str, str]:
        """What every element that shows a figure says it is."""
        found = self.page.evaluate(
            "[...document.querySelectorAll('[data-figure]')].map(node => [node.dataset.figure, node.dataset.value])"
        )
        assert len(found) == len(dict(found)), "a figure stands on two elements"
        return dict(found)


def _script_seconds(session: "CDPSession") -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "ScriptDuration"))


def hash_of(parameters: dict[str, Any]) -> str:
    return "&".join(f"{name}={value}" for name, value in parameters.items()) or "reset=1"


Open = Callable[..., Opened]


def page_file(lake: SmallLake, file: Path, language: Language = Language.PORTUGUESE, **given: str) -> Path:
    engine = DuckDBReports(lake.lake, MEMORY)
    build_page(lake.lake, engine, opened_with(given), language).write(file)
    return file


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    assert CHROMIUM, "there is no Chromium: make ci-packages installs it"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture
def open_page(browser: "Browser") -> Iterator[Open]:
    """Open a file, in a window of some width, in a light or dark scheme."""
    contexts = []

    def opened(file: Path, width: int = 1280, scheme: Any = "light", hash_: str = "", **options: Any) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.on("console", lambda message: found.messages.append(message.text))
        found.page.on("pageerror", lambda error: found.messages.append(str(error)))
        found.page.goto(f"{file.as_uri()}{hash_}")
        found.ready()
        return found

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    return lake_of(tmp_path_factory.mktemp("sample"), SAMPLE)


@pytest.fixture(scope="session")
def sample_page(sample: SmallLake, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page_file(sample, tmp_path_factory.mktemp("page") / "page.html")

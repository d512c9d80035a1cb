"""Takes the README's picture of the page, of the demo's lake: `python -m tools.page_picture LAKE`. Needs Chromium."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from filmes_lake.dashboard.build import build_page, opened_with
from filmes_lake.language import Language
from filmes_lake.runtime import Runtime

PICTURE = Path(__file__).resolve().parent.parent / "docs/dashboard.png"
SIZE = {"width": 1000, "height": 1120}


def take(lake: str, picture: Path) -> None:
    """Write a picture of the page's first screen, in the dark."""
    runtime = Runtime.from_flags(lake=lake)
    built = build_page(runtime.lake, runtime.query_engine, opened_with({}), Language.ENGLISH)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        built.write(file)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, color_scheme="dark")  # type: ignore[arg-type]
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready=true]")
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1], PICTURE)

"""Takes pictures of the page: `python -m tools.page_picture LAKE`. Needs Chromium.

The README's is of the demo's lake. `python -m tools.page_picture LAKE FOLDER` takes the whole page instead, at the
widths and in the themes in which it has to be looked at.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, cast

from playwright.sync_api import Browser, Page, sync_playwright

from filmes_lake.dashboard.build import build_page, opened_with
from filmes_lake.language import Language
from filmes_lake.runtime import Runtime

PICTURE = Path(__file__).resolve().parent.parent / "docs/dashboard.png"
FIRST_SCREEN = (1000, 1120)
WIDTHS = (360, 1280, 1920)
THEMES = ("light", "dark")
# Of a whole page at these, a file is below 150 KB.
QUALITY = 38
PIXELS_ACROSS = 540


def take(lake: str, picture: Path) -> None:
    """Write a picture of the page's first screen, in the dark."""
    with _page_of(lake) as (browser, address):
        _opened(browser, address, FIRST_SCREEN, "dark").screenshot(path=picture)


def take_all(lake: str, folder: Path) -> None:
    """Write a picture of the whole page at each width and in each theme, made smaller."""
    folder.mkdir(parents=True, exist_ok=True)
    with _page_of(lake) as (browser, address):
        for width, theme in product(WIDTHS, THEMES):
            page = _opened(browser, address, (width, 900), theme, scale=min(0.5, PIXELS_ACROSS / width))
            page.screenshot(
                path=folder / f"dashboard-{width}-{theme}.jpg", full_page=True, type="jpeg", quality=QUALITY
            )


@contextmanager
def _page_of(lake: str) -> Iterator[tuple[Browser, str]]:
    runtime = Runtime.from_flags(lake=lake)
    built = build_page(runtime.lake, runtime.query_engine, opened_with({}), Language.ENGLISH)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        built.write(file)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser, file.as_uri()
        browser.close()


def _opened(browser: Browser, address: str, size: tuple[int, int], theme: str, scale: float = 1) -> Page:
    width, height = size
    viewport: Any = {"width": width, "height": height}
    page = browser.new_page(viewport=viewport, color_scheme=cast(Any, theme), device_scale_factor=scale)
    page.goto(address)
    page.wait_for_selector("html[data-ready=true]")
    return page


if __name__ == "__main__":
    if len(sys.argv) > 2:
        take_all(sys.argv[1], Path(sys.argv[2]))
    else:
        take(sys.argv[1], PICTURE)

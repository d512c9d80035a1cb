"""The dashboard's colours: those of the page in its light appearance."""

import re
from importlib.resources import files
from typing import Any

_COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
# What the page's names are called here.
_NAMES = {
    "PrimaryForeground": "text",
    "PrimaryBackground": "card",
    "SecondaryForeground": "muted",
    "SecondaryBackground": "ground",
    "Accent": "accent",
    "AccentForeground": "on-accent",
    "Danger": "loss",
    "DangerForeground": "card",
    "Measure": "mark",
    "MeasureForeground": "card",
    "Dimension": "blue",
    "DimensionForeground": "card",
}
_SERIES = ("mark", "blue", "loss", "few", "text", "accent")
BASE_THEME = "CLASSIC"


def configuration() -> dict[str, Any]:
    """A `ThemeConfiguration`."""
    colours = _colours()
    return {
        "DataColorPalette": {
            "Colors": [colours[name] for name in _SERIES],
            "EmptyFillColor": colours["line"],
        },
        "UIColorPalette": {name: colours[of_page] for name, of_page in _NAMES.items()},
    }


def _colours() -> dict[str, str]:
    """The page's colours by name; the first block is the light appearance."""
    style = (files("filmes_lake.dashboard") / "web/page.css").read_text(encoding="utf-8")
    return {name: colour.upper() for name, colour in _COLOUR.findall(style.partition("}")[0])}

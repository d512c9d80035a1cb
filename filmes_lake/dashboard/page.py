"""Puts a page together: one HTML file that loads nothing and runs nothing but its own script."""

import json
import re
from base64 import b64encode
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any

from filmes_lake.dashboard.data import PageData
from filmes_lake.dashboard.definition import (
    BREAK_EVENS,
    BUDGET_CLASSES,
    CARRIES_A_LINE,
    HEADLINES,
    PARAMETERS,
    PICTURES,
    REFERENCE_FIGURES,
    REFERENCE_SELECTION,
    SHOWN,
    SMALL,
    TRENDS,
    TRENDS_CARRIED,
    YEARS_AROUND,
)
from filmes_lake.dashboard.words import genres_in, words_in
from filmes_lake.language import Language
from filmes_lake.models.attribution import ATTRIBUTIONS
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.conditions import conditions_of
from filmes_lake.reports.measures import MEASURES, STUDENT
from filmes_lake.reports.output import FORMULA, NUMBER
from filmes_lake.reports.parameters import Parameter, Value, bind

# In the order in which they need each other; each is a readable module of its own, and all are one script on the page.
MODULES = (
    "words.js",
    "nodes.js",
    "packed.js",
    "figures.js",
    "scales.js",
    "bars.js",
    "lines.js",
    "points.js",
    "artists.js",
    "tables.js",
    "pictures.js",
    "cards.js",
    "controls.js",
    "main.js",
)
# Imports, and lines that are comments and nothing else.
_LEFT_OUT = re.compile(r"import |\s*(//|\*|/\*(?!.*\*/.))")
_FOLDER = files("filmes_lake.dashboard") / "web"


def page(data: PageData, asked: dict[str, Value], language: Language, made_at: datetime, program: str) -> str:
    """The page as HTML. It opens in `language` with the films that `asked` selects; `made_at` is in UTC."""
    style, script = _text("page.css"), joined(*(_text(name) for name in MODULES))
    return _HTML.format(
        language=language.value,
        policy=_policy(style, script),
        style=style,
        script=script,
        data=_embedded(_content(data, asked, language, made_at, program)),
        no_script=" / ".join(words_in(each)["no_script"] for each in Language),
    )


def joined(*modules: str) -> str:
    """Modules as one script. What they import stands in those before them: these lines go, and comments and indents."""
    lines = (line for module in modules for line in module.splitlines())
    kept = (line.strip().removeprefix("export ") for line in lines if not _LEFT_OUT.match(line))
    return '"use strict";\n' + "\n".join(kept) + "\n"


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _embedded(content: Any) -> str:
    """JSON that can stand within a script element: nothing in it ends that."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def _content(
    data: PageData, asked: dict[str, Value], language: Language, made_at: datetime, program: str
) -> dict[str, Any]:
    return {
        "data": data.content,
        "asked": asked,
        "language": language.value,
        "words": {each.value: words_in(each) for each in Language},
        "genre_names": {each.value: genres_in(each, data.genres) for each in Language},
        "definition": _definition(trends=data.content["trends"] is not None),
        "about": {
            "version": data.version.version,
            "data_at": data.version.created_at.isoformat(),
            "made_at": made_at.isoformat(),
            "program": program,
            "sources": ATTRIBUTIONS,
            "received": [
                {"source": f"{one.source}.{one.kind}", "first": one.first.isoformat(), "last": one.last.isoformat()}
                for one in data.received
            ],
        },
    }


def _definition(*, trends: bool) -> dict[str, Any]:
    """Reports, conditions and measures as the page interprets them, and what is on it; `trends` where there are any."""
    return {
        "pictures": [asdict(picture) for picture in PICTURES if trends or picture.report != TRENDS.name],
        "trends_carried": TRENDS_CARRIED,
        "headlines": HEADLINES,
        "small": SMALL,
        "budget_classes": BUDGET_CLASSES,
        "break_evens": BREAK_EVENS,
        "carries_a_line": CARRIES_A_LINE,
        "years_around": YEARS_AROUND,
        "reference": {
            "selection": bind("the page", PARAMETERS, REFERENCE_SELECTION),
            "figures": [asdict(figure) for figure in REFERENCE_FIGURES],
        },
        "parameters": [_parameter(parameter) for parameter in PARAMETERS],
        "conditions": {kind.value: [_condition(c) for c in conditions_of(kind)] for kind in Kind},
        "measures": {name: _measure(measure) for name, measure in MEASURES.items()},
        "reports": {report.name: _report(report) for report in SHOWN if trends or report is not TRENDS},
        "csv": {"formula": FORMULA.pattern, "number": f"^{NUMBER.pattern}$"},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    names = ("name", "default", "choices")
    return {**{name: getattr(parameter, name) for name in names}, "type": parameter.type.__name__}


def _condition(condition: Any) -> dict[str, Any]:
    names = ("name", "column", "comparison", "null_removes", "parameter", "neutral")
    return {name: getattr(condition, name) for name in names}


def _measure(measure: Any) -> dict[str, Any]:
    names = ("name", "aggregate", "of", "per", "unit", "bounds")
    quantiles = {"quantiles": STUDENT} if measure.is_bound else {}
    return {**{name: getattr(measure, name) for name in names}, **quantiles}


def _report(report: Any) -> dict[str, Any]:
    return {
        "parameters": {parameter.name: parameter.default for parameter in report.parameters},
        "columns": [
            {"name": column.name, "unit": column.unit.value, "measure": column.measure and column.measure.name}
            for column in report.columns
        ],
        "correlates": report.correlates,
    }


_HTML = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>filmes-lake</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<noscript>{no_script}</noscript>
<script type="application/json" id="page-data">{data}</script>
<script>{script}</script>
</body>
</html>
"""

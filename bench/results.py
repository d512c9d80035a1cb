"""What was measured, kept as JSON, so that the next run can say what has changed since."""

import json
import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from filmes_lake import __version__

RESULTS = Path(__file__).parent / "results"
_RATIO, _WHEN = "ratio", "measured_at"

Rows = dict[str, dict[str, str]]
"""The rows of comparisons by their names; of each its figures by the header."""


def as_rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Rows:
    """Rows as they are kept: the first column names each."""
    return {row[0]: dict(zip(header[1:], row[1:], strict=True)) for row in rows}


def last(scale: float, folder: Path = RESULTS) -> Rows:
    """For an input of this size, of each row that was ever kept the newest figures, with when they were measured."""
    rows: Rows = {}
    for path in sorted(folder.glob("*.json")):
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["scale"] == scale:
            rows |= {name: {**figures, _WHEN: kept[_WHEN]} for name, figures in kept["rows"].items()}
    return rows


def keep(rows: Rows, scale: float, repeat: int, folder: Path = RESULTS) -> Path:
    """Write results into a file of their own, with what they depend on but the machine's name and paths."""
    now = datetime.now(UTC)
    kept = {
        _WHEN: now.isoformat(timespec="seconds"),
        "program": __version__,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": [round(load, 1) for load in os.getloadavg()],
        "scale": scale,
        "repeat": repeat,
        "rows": rows,
    }
    folder.mkdir(exist_ok=True)
    path = folder / f"{now:%Y-%m-%dT%H%M%SZ}.json"
    path.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    return path


def changes(before: Rows, rows: Rows) -> Iterator[str]:
    """A line for each ratio that stood in both results: what it was, what it is. Only ratios of two runs compare."""
    for name, figures in rows.items():
        last = before.get(name, {})
        if _RATIO in last and _RATIO in figures:
            was, now = last[_RATIO], figures[_RATIO]
            yield f"{name}: {was} ({last[_WHEN]}) -> {now} ({float(now) / float(was) - 1:+.0%})"

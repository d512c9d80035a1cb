"""A table in columns of text: how wide they are, and what is cut where they do not fit.

Cells are visible text already (see `visible_text`): an escape takes more columns than what it stands for.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

_WIDEST_PADDING = 100  # a longer cell moves its own line aside, not every other line
_NARROWEST_TEXT = 16  # enough to distinguish titles
_GAP = "  "


def fitted(widths: Sequence[int], whole: Collection[int], room: int) -> list[int]:
    """Widths of those columns that have room, from the left: `whole` ones keep theirs, the widest other gives way."""
    least = [width if place in whole else min(width, _NARROWEST_TEXT) for place, width in enumerate(widths)]
    ends = accumulate(width + len(_GAP) for width in least)
    shown = max(1, sum(end - len(_GAP) <= room for end in ends))
    found = list(widths[:shown])
    while (over := sum(found) + len(_GAP) * (shown - 1) - room) > 0:
        widest = max(range(shown), key=lambda place: found[place] - least[place])
        if found[widest] == least[widest]:
            break
        found[widest] = max(least[widest], found[widest] - over)
    return found


def aligned(
    columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], right: Sequence[int]
) -> Iterator[str]:
    """A table's lines, with an empty line before and after."""
    shown = [min(width, _WIDEST_PADDING) for width in widths]
    yield ""
    for row in (columns, ["─" * width for width in shown], *rows):
        cells = (_padded(cell, shown[place], right=place in right) for place, cell in enumerate(row[: len(shown)]))
        yield _GAP.join(cells).rstrip()
    yield ""


def _padded(cell: str, width: int, *, right: bool) -> str:
    padding = " " * (width - width_of(cell))
    return padding + cell if right else cell + padding


def shortened(cell: str, width: int) -> str:
    """The cell in no more than `width`."""
    if width_of(cell) <= width:
        return cell
    ends = accumulate(map(width_of, cell))
    return cell[: sum(end < width for end in ends)] + "…"


def width_of(text: str) -> int:
    """Columns of a terminal that the text takes: Chinese, Japanese, Korean and emoji take two, combining marks none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)

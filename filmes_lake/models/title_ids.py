"""IMDb's ids of titles: how files may write them, and the one way in which the lake does.

IMDb writes `tt` and 7 digits or, since those ran out, 8 and more without a 0 before them. Other programs write the same
id with blanks around it, in capitals, or padded with zeros to a width of their own.
"""

import re

TITLE_COLUMN = "id_titulo"
"""The column, by its name in Trusted, that says which title a row is about."""

WRITTEN_ID_PATTERN = "^[Tt][Tt]0*([0-9]{7,9})$"
"""How an id may be written, blanks aside. The group is greedy after the zeros: it begins with one within 7 digits."""

_WRITTEN_ID = re.compile(WRITTEN_ID_PATTERN)


def in_order(column: str = TITLE_COLUMN) -> tuple[str, str]:
    """What titles ascend by: their numbers, which their ids are but for the zeros before those."""
    return f"LENGTH({column})", column


def title_id(text: str) -> str | None:
    """The id that a text means, as the lake writes it; None where it is none."""
    found = _WRITTEN_ID.fullmatch(text.strip(" "))
    return f"tt{found[1]}" if found else None


def id_or_text(text: str) -> str:
    """The id that a text means, else the text without the blanks around it, which some statement rejects."""
    return title_id(text) or text.strip(" ")


def needle_of(wanted: str) -> str:
    """What every writing of the id holds; of a text that is no id, the text."""
    return wanted.removeprefix("tt") if title_id(wanted) else wanted

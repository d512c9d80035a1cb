r"""Text that says what is in it: what a terminal would obey, or nobody would see, stands there as an escape.

Titles, names of files, arguments and errors hold what others wrote. An ESC among it colours, moves or renames the
terminal, a right-to-left override turns a name around, and what has no width hides in one. Each is shown as Python
writes it: \x1b, \u202e, \n. That is for people to read, and nothing reads it back: a backslash that was there stays
one. Data for programs is not made so; in JSON the same letters have an escape that means them.
"""

import re

# Unicode's control and format characters (Cc, Cf), line and paragraph separators, halves of surrogate pairs, and what
# is to be ignored when it is shown (Default_Ignorable_Code_Point in DerivedCoreProperties.txt). Not the signs of Arabic
# and other scripts that are Cf and seen, and not the two selectors that draw the sign before them as text or as emoji.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """The text as one line that any terminal can show."""
    if text.isascii() and text.isprintable():  # most is, and this is far quicker
        return text
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def visible_json(document: str) -> str:
    """JSON in one line that says the same, and that any terminal can show."""
    # Unicode beyond 16 bits is two escapes in JSON, as it is two units in UTF-16.
    return _UNSEEN.sub(lambda found: _json_escape(found[0]), document)


def _json_escape(letter: str) -> str:
    units = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))

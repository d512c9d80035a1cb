"""Lines and records that no careful program would write, for hypothesis to draw."""

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import LINES
from filmes_lake.models.source import NO_DELIMITER
from tests.transform.lakes import NULL, envelope, film_answer, movie_line, series_answer, series_line

# What ingest refuses cannot get in: the ends of lines, NUL, and the three letters that stand for no delimiter.
_LETTERS = st.characters(exclude_characters="\n\r\0", exclude_categories=["Cs"])
_ODD = (
    *("", " ", "   ", NULL, f" {NULL} ", "N", "\\", '"', '""', "'", "''", "a\tb", "\x01\x02", "\x7f", "\x0b", "\x85"),
    *("\u2028", "tt0000001\u2028", "1999\u2028", "1999\x85", "7.5\u2029", "\ufeff", "\u00a0", "\u00a01999", "\u3000"),
    *(
        "映画",
        "é",
        "e\u0301",
        "İstanbul",
        "straße",
        "ẞ",
        "🎬",
        "👩‍👩‍👧",
        "ÀÉÎ",
        "Ana  Lima",
        "ANA LIMA",
        "ana lima ",
        "ﬁ",
    ),
    *(
        "0",
        "-0",
        "00",
        "1e3",
        "1E3",
        "12.5",
        "1999.0",
        "+1999",
        "-1",
        "0x10",
        "1_000",
        "1,000",
        "２０",
        "NaN",
        "inf",
        "1f",
    ),
    *(
        "2147483647",
        "2147483648",
        "9223372036854775808",
        "1" * 40,
        "1870",
        "1869",
        "2200",
        "2201",
        "10",
        "10.0",
        "7.5e0",
        "2147483647.0",
        "6.3e7",
        "4.6e+08",
        "1234.56",
        "1e-2",
        "0e19",
        "9.007199254740993e15",
        "9007199254740993",
    ),
    *(
        "Drama",
        "Crime,Drama",
        ",",
        ",,",
        " , ",
        "a,,b",
        ",Drama,",
        "Drama, Drama",
        "true",
        "null",
        "NULL",
        "$1",
        "%",
        "_",
    ),
)
_VALUES = st.sampled_from(_ODD) | st.text(_LETTERS, max_size=8).filter(lambda text: NO_DELIMITER not in text)
_IDS = st.sampled_from(
    [
        *("tt0000001", "tt0000002", " tt0000003 ", "tt000000004", "TT0000001", "tt00000001", "tt10872600"),
        *("tt0000001\u2028", "tt1", "nm0000001", ""),
    ]
)
_LINE_OF = {Kind.MOVIES: movie_line, Kind.SERIES: series_line}
_ANSWER_OF = {Kind.MOVIES: film_answer, Kind.SERIES: series_answer}

_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["1999-03-31", "1999-02-30", "0000-01-01", "0001-01-01", "1582-10-10", "9999-12-31", "1999", "0"])
    | st.sampled_from(
        [0, 1, 0.0, -0.0, 1e3, 1.50, 1e16, 1e-7, 1e21, 10**18, 10**19, 2**31, 603, 7.1, 1e300, 2.0**53, 136.0]
    )
    | _VALUES
)
_JSON = st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_VALUES, inner, max_size=3))
_LISTS = st.lists(
    st.fixed_dictionaries({}, optional={"name": _JSON, "iso_3166_1": _JSON, "id": _LEAVES}) | _LEAVES, max_size=4
)
_INSTANTS = st.sampled_from(
    [f"2026-01-0{day}T00:00:00.000000Z" for day in (1, 2)]
    + ["2016-12-31T23:59:60.000000Z", "2026-01-01T24:00:00.000000Z", "2026-02-30T00:00:00.000000Z", "yesterday", ""]
)


@st.composite
def lines(draw: st.DrawFn, kind: Kind) -> str:
    """A line of the kind's CSV: whole with odd values, short, long, or nothing of the sort."""
    if draw(st.integers(0, 9)) == 0:
        return draw(_VALUES)
    names = [column.name for column in columns_of(LINES[kind]) if column.name != "id_titulo"]
    odd = draw(st.dictionaries(st.sampled_from(names), _VALUES, max_size=5))
    line = _LINE_OF[kind](draw(_IDS), **odd)
    cut = draw(st.sampled_from([None, None, None, None, None, None, -1, 1, 7]))
    return "|".join(line.split("|")[:cut])


@st.composite
def records(draw: st.DrawFn, kind: Kind) -> dict[str, Any]:
    """A TMDB record of the kind in its envelope, with members of any type."""
    title = draw(st.sampled_from(["tt0000001", " TT0000002", "tt00000003", "tt0000009", "tt1", None]))
    body = _ANSWER_OF[kind](title)
    body |= draw(st.dictionaries(st.sampled_from(sorted(body)), _JSON, max_size=4))
    body |= draw(st.fixed_dictionaries({}, optional={"genres": _LISTS, "production_countries": _LISTS}))
    asked = draw(st.sampled_from([title, title, title, None, "tt0000002"]))
    record = envelope(body, kind=draw(st.sampled_from([kind.value] * 5 + ["x"])), fetched_at=draw(_INSTANTS) or None)
    record["imdb_id"] = asked
    return json.loads(json.dumps(record))  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Hostile:
    """What hypothesis drew."""

    lines: dict[Kind, list[str]]
    records: dict[Kind, list[dict[str, Any]]]


def drawn(count: int) -> Hostile:
    """The lines and records of so many draws, the same ones every time; an engine takes no longer for all than for one.

    The very first that hypothesis draws is left out: it is the simplest there is, nothing but equal, empty lines.
    """
    found: list[Hostile] = []

    @settings(
        max_examples=count + 1,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def draw(data: st.DataObject) -> None:
        found.append(
            Hostile(
                {kind: data.draw(st.lists(lines(kind), min_size=30, max_size=40)) for kind in Kind},
                {kind: data.draw(st.lists(records(kind), min_size=15, max_size=20)) for kind in Kind},
            )
        )

    draw()
    return Hostile(
        {kind: [line for each in found[1:] for line in each.lines[kind]] for kind in Kind},
        {kind: [record for each in found[1:] for record in each.records[kind]] for kind in Kind},
    )

"""Values that several tables share: each type and its range stand here once.

Ranges are the widest that can be true; a value outside is a mistake of the file, becomes null and is counted.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from filmes_lake.models.columns import BigInt, Boolean, ColumnType, Day, Double, Int, Text, Texts

WHOLE_NUMBER_PATTERN = "^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?$"
"""How a number that may be whole is written: 1983, 1983.0, 6.3e7. Whether it is whole its digits say."""


def whole_number(text: str) -> int | None:
    """The whole number that a text is, None where it is none: the rule of the transforms, for other readers."""
    number = Decimal(text) if _WHOLE_NUMBER.fullmatch(text) else None
    return int(number) if number is not None and number == number.to_integral_value() else None


def decimal_point(text: str) -> str:
    """A number with its decimal comma as a point; where three digits follow, the comma may part thousands: as it is."""
    return text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text


_WHOLE_NUMBER = re.compile(WHOLE_NUMBER_PATTERN)
_DECIMAL_COMMA = re.compile("[0-9]+,([0-9]{1,2}|[0-9]{4,})")

Tipo = Annotated[Literal["filme", "serie"], ColumnType.STRING]

# What tells persons apart: a name, a name with a year of birth where two are known, IMDb's id of the person.
ArtistIdentity = Annotated[Literal["nome", "nome_ano", "nconst"], ColumnType.STRING]
NCONST = "nconst"

# The oldest title of IMDb, Passage de Venus, is of 1874; announced titles lie some years ahead.
ReleaseYear = Annotated[Int | None, Field(ge=1870, le=2200)]
# IMDb credits authors of antiquity (Seneca: born in the year 4).
LifeYear = Annotated[Int | None, Field(ge=1, le=2200)]
# The longest film known, Logistics, runs 51,420 minutes.
Minutes = Annotated[Int | None, Field(ge=1, le=100_000)]
# IMDb's scale, https://help.imdb.com/article/imdb/track-movies-tv/ratings-faq
ImdbRating = Annotated[Double | None, Field(ge=1, le=10)]
TmdbRating = Annotated[Double | None, Field(ge=0, le=10)]
Count = Annotated[Int | None, Field(ge=0)]
Popularity = Annotated[Double | None, Field(ge=0)]
# US dollars. Avatar's 2,923,706,026 does not fit 32 bits.
Dollars = Annotated[BigInt | None, Field(ge=0)]

# IMDb votes that a title has to have for reports to count it, unless they are told otherwise.
COUNTED_VOTES = 1000

Flag = Boolean | None
# As wide as the years of lives: outside lie marks for an unknown day, such as 0000-01-01 and 9999-12-31.
OptionalDay = Annotated[Day | None, Field(ge=date(1, 1, 1), le=date(2200, 12, 31))]
OptionalText = Text | None
OptionalTexts = Texts | None

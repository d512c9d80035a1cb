"""The data sets, one for each grain: which rows they hold, under which columns, read by Athena from which tables."""

import re
from dataclasses import dataclass
from functools import cached_property

from filmes_lake.dashboard.definition import NEUTRAL
from filmes_lake.engines.athena.literals import with_literals
from filmes_lake.models.kinds import Kind
from filmes_lake.models.tables import REFINED
from filmes_lake.reports.texts import sql_of, used

_TABLES = frozenset(model.table.name for model in REFINED)
# The last SELECT of a text casts every column, and what it joins comes after.
_COLUMN = re.compile(r" AS (\w+)\s*\) AS (\w+),?$", re.MULTILINE)
_SOURCE = re.compile(r"\b(FROM|JOIN) (\w+)\b")
# What Athena's types are for QuickSight. https://docs.aws.amazon.com/quick/latest/userguide/supported-data-types-and-values.html
_TYPES = {"VARCHAR": "STRING", "INTEGER": "INTEGER", "BIGINT": "INTEGER", "DOUBLE": "DECIMAL"}


@dataclass(frozen=True)
class Grain:
    """What a row of a data set is. `name` is its identifier, `text` the name of its SQL, `kind` whose conditions hold.

    In `whole` ones stand also the titles that some condition leaves out, whatever the parameters are.
    """

    name: str
    text: str
    kind: Kind = Kind.MOVIES
    whole: bool = False

    @cached_property
    def columns(self) -> dict[str, str]:
        """The columns with their types, as QuickSight calls these."""
        _, _, selected = sql_of(self.text).rpartition("\nSELECT\n")
        return {name: _TYPES[cast] for cast, name in _COLUMN.findall(selected)}

    @cached_property
    def tables(self) -> frozenset[str]:
        """The lake's tables that it is made of."""
        return frozenset(name for _, name in _SOURCE.findall(sql_of(self.text))) & _TABLES

    def sql(self, database: str) -> str:
        """Athena's text. QuickSight runs it in no database, so that each table is named with its own."""
        text = sql_of(self.text)
        bound = with_literals(text, used(text, NEUTRAL))
        return _SOURCE.sub(lambda found: _qualified(found, database), bound)


def _qualified(found: re.Match[str], database: str) -> str:
    return f'{found[1]} "{database}"."{found[2]}"' if found[2] in _TABLES else found[0]


FILMS = Grain("filmes", "data-set-films", whole=True)
FILM_GENRES = Grain("filmes-generos", "data-set-film-genres")
FILM_ARTISTS = Grain("filmes-artistas", "data-set-film-artists")
SERIES = Grain("series", "data-set-series", Kind.SERIES, whole=True)
GRAINS = (FILMS, FILM_GENRES, FILM_ARTISTS, SERIES)

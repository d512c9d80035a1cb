"""Whether a user's SQL only reads, by its words alone: Athena's parser is at Athena."""

import re
from collections.abc import Iterator

from filmes_lake.catalog.result import explained, not_a_select

# Strings, quoted names and comments hold anything; what is left is words, brackets and what ends a statement.
_TOKENS = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|(?P<token>\w+|[(;])""", re.DOTALL)
# No statement that begins with one of these changes anything; EXPLAIN ANALYZE, UNLOAD and CREATE TABLE AS would.
_READING = frozenset({"SELECT", "WITH", "VALUES", "TABLE"})


def one_select(sql: str) -> str:
    """The statement, or EXPLAIN of one, without a semicolon at its end; QueryError where it does more than read."""
    tokens = list(_tokens(sql))
    while tokens and tokens[-1][0] == ";":
        sql = sql[: tokens.pop()[1]]
    words = [token for token, _ in _tokens(explained(sql) or sql)]
    first = next((word for word in words if word != "("), "")
    if first not in _READING or ";" in words:
        raise not_a_select()
    return sql.rstrip()


def _tokens(sql: str) -> Iterator[tuple[str, int]]:
    for found in _TOKENS.finditer(sql):
        if found["token"]:
            yield found["token"].upper(), found.start()

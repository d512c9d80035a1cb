"""A text's parameters as Athena takes them: each one a literal of its own type, where its name stood.

Athena knows parameters by place only, and not in a named query that people open in its console. No value is pasted: a
text becomes one quoted literal, whatever it holds, since Trino's strings know no escape but the doubled quote. Its type
is the CAST around it in the text. See https://trino.io/docs/current/language/types.html
"""

import re
from collections.abc import Mapping

from filmes_lake.reports.report import Value

# A string comes first, so that a colon in it names nothing.
_STRING_OR_NAME = re.compile(r"'(?:[^']|'')*'|:([a-z_]+)\b")


def with_literals(text: str, parameters: Mapping[str, Value]) -> str:
    """Athena's text with a literal for each `:name`; KeyError for a name without a value."""
    return _STRING_OR_NAME.sub(lambda found: literal(parameters[found[1]]) if found[1] else found[0], text)


def literal(value: Value) -> str:
    """The value as a literal of Athena's SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value).lower()

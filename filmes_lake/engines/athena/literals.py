"""A text's parameters as Athena takes them: each one a literal of its own type, where its name stood.

Athena knows parameters by place only, and not in a named query that people open in its console. No value is pasted: a
text becomes one quoted literal, whatever it holds, since Trino's strings know no escape but the doubled quote. Its type
is the CAST around it in the text. See https://trino.io/docs/current/language/types.html
"""

from collections.abc import Mapping
from datetime import date

from filmes_lake.reports.parameters import Value
from filmes_lake.reports.texts import with_parameters


def with_literals(text: str, parameters: Mapping[str, Value]) -> str:
    """Athena's text with a literal for each `:name`; KeyError for a name without a value."""
    return with_parameters(text, lambda name: literal(parameters[name]))


def literal(value: Value) -> str:
    """The value as a literal of Athena's SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, date):
        return _quoted(value.isoformat())
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, tuple):
        return f"ARRAY[{', '.join(map(_quoted, value))}]"
    return str(value).lower()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

"""QuickSight's expressions, as far as ours use them: what can be read here is well formed.

any         conjunction (OR conjunction)*
conjunction comparison (AND comparison)*
comparison  sum ((= | <> | < | > | <= | >=) sum)?
sum         product ((+ | -) product)*
product     value ((* | /) value)*
value       number | 'text' | {column} | ${parameter} | function(any, ...) | (any)
"""

import re
from dataclasses import dataclass, field

# Those that we use, and how many arguments they take; None is any number from the first on.
FUNCTIONS: dict[str, tuple[int, int | None]] = {
    "avg": (1, 1),
    "concat": (2, None),
    "distinct_count": (1, 1),
    "ifelse": (3, None),
    "isNotNull": (1, 1),
    "isNull": (1, 1),
    "locate": (2, 3),
    "median": (1, 1),
    "round": (1, 2),
    "sum": (1, 1),
    "toLower": (1, 1),
}
# In the order in which they bind, the loosest first.
_OPERATORS = (("OR",), ("AND",), ("=", "<>", "<=", ">=", "<", ">"), ("+", "-"), ("*", "/"))
_TOKEN = re.compile(
    r"\s*(?:(?P<parameter>\$\{[A-Za-z0-9]+\})|(?P<column>\{[^{}$]+\})|(?P<text>'(?:[^'\\]|\\.)*')"
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<word>[A-Za-z_]+)|(?P<sign><>|<=|>=|[-=<>+*/(),]))"
)


class ExpressionError(ValueError):
    """An expression that cannot be read, and why."""


def names_in(expression: str) -> tuple[set[str], set[str]]:
    """The columns and the parameters that an expression names; ExpressionError where it is not well formed."""
    reader = _Reader(_tokens(expression))
    reader.read()
    if reader.tokens:
        raise ExpressionError(f"{reader.tokens[0][1]} is one too many")
    return reader.columns, reader.parameters


def _tokens(expression: str) -> list[tuple[str, str]]:
    """The tokens, each with its kind."""
    found, place = [], 0
    while expression[place:].strip():
        token = _TOKEN.match(expression, place)
        if not token or not token.lastgroup:
            raise ExpressionError(f"cannot be read from: {expression[place:].strip()[:20]}")
        found.append((token.lastgroup, token[token.lastgroup]))
        place = token.end()
    return found


@dataclass
class _Reader:
    tokens: list[tuple[str, str]]
    columns: set[str] = field(default_factory=set)
    parameters: set[str] = field(default_factory=set)

    def read(self, level: int = 0) -> None:
        """Read what binds at least as tightly as the operators of this level."""
        if level == len(_OPERATORS):
            self._value()
            return
        self.read(level + 1)
        while self._next() in _OPERATORS[level]:
            self._take()
            self.read(level + 1)

    def _value(self) -> None:
        kind, text = self._take()
        if kind == "column":
            self.columns.add(text[1:-1])
        elif kind == "parameter":
            self.parameters.add(text[2:-1])
        elif kind == "word":
            self._call(text)
        elif text == "(":
            self.read()
            self._expect(")")
        elif kind not in ("number", "text"):
            raise ExpressionError(f"{text} stands where a value should")

    def _call(self, name: str) -> None:
        if name not in FUNCTIONS:
            raise ExpressionError(f"{name} is not among the functions that are used")
        self._expect("(")
        self.read()
        count = 1
        while self._next() == ",":
            self._take()
            self.read()
            count += 1
        self._expect(")")
        least, most = FUNCTIONS[name]
        if count < least or (most is not None and count > most) or (name == "ifelse" and count % 2 == 0):
            raise ExpressionError(f"{name} does not take {count} arguments")

    def _next(self) -> str:
        return self.tokens[0][1] if self.tokens else ""

    def _take(self) -> tuple[str, str]:
        if not self.tokens:
            raise ExpressionError("it ends too early")
        return self.tokens.pop(0)

    def _expect(self, sign: str) -> None:
        _, text = self._take()
        if text != sign:
            raise ExpressionError(f"{text} stands where {sign} should")

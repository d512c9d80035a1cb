"""What a report can be asked for: parameters with types and defaults, read from text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from filmes_lake.errors import UsageError
from filmes_lake.language import Text

Value = int | bool | str | date | tuple[str, ...] | None

_TRUE = ("true", "yes", "1", "on")
_FALSE = ("false", "no", "0", "off")
_DIGITS = 18  # more do not fit into the engines' numbers
_TYPES = {bool: "true or false", int: "whole number", list: "list, with commas", date: "day, YYYY-MM-DD"}
_WANTED = {
    **_TYPES,
    date: "a day, YYYY-MM-DD",
    int: f"a whole number, 0 or more, of at most {_DIGITS} digits",
    list: "names with commas between",
}


@dataclass(frozen=True)
class Parameter:
    """A parameter of a report. `type` is int, bool, date, list (of texts) or str, which is one of `choices`.

    A default of None means: no such condition.
    """

    name: str
    type: type
    default: Value
    description: Text
    choices: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        """Its flag on the command line."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def type_name(self) -> str:
        """Its type, in words."""
        return " or ".join(self.choices) or _TYPES[self.type]

    def parse(self, text: str) -> Value:
        """The value of `name=text`; UsageError where it is not of the type."""
        if text.lower() in ("", "none") and self.default is None:
            return None
        if self.type is bool and text.lower() in (*_TRUE, *_FALSE):
            return text.lower() in _TRUE
        # isdecimal() holds for other scripts' digits too, and int() reads them.
        if self.type is int and text.isascii() and text.isdecimal() and len(text) <= _DIGITS:
            return int(text)
        if text.lower() in self.choices:
            return text.lower()
        if self.type is date and (day := _day(text)):
            return day
        members = tuple(member.strip() for member in text.split(","))
        if self.type is list and all(members):
            return members
        none = ", or none" if self.default is None else ""
        raise UsageError(
            f"{self.name}={text}: {self.name} must be {_WANTED.get(self.type, self.type_name)}{none}",
            self.description.en,
        )


def _day(text: str) -> date | None:
    """The day that a text is; None where it is none, or written in another way."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def bind(whose: str, parameters: Sequence[Parameter], given: Mapping[str, str]) -> dict[str, Value]:
    """Every parameter's value; UsageError for a name that is none of `whose`, or a value of another type."""
    known = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in known:
            raise UsageError(f"{name}: {whose} has no such parameter", f"it has: {', '.join(known)}")
    return {name: known[name].parse(given[name]) if name in given else known[name].default for name in known}


def written(value: Value) -> str:
    """A value as it would be typed."""
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value).lower()

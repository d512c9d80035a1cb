"""The languages that reports and their page speak, and a text in each of them."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language of reports and page. The value is its word in settings and on the command line."""

    PORTUGUESE = "pt"
    ENGLISH = "en"

    def number(self, written: str) -> str:
        """A number as this language writes it, given as English does: 1,234.5 becomes 1.234,5."""
        return written.translate(_COMMA_AND_POINT) if self is Language.PORTUGUESE else written


_COMMA_AND_POINT = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class Text:
    """A text in every language, each under the language's value, so that none can be left out."""

    pt: str
    en: str

    def of(self, language: Language, **values: "Text | str | int") -> str:
        """The text in that language, with the values in the place of each `{name}`: numbers as it writes them."""
        text = str(getattr(self, language.value))
        return text.format(**{name: _said(value, language) for name, value in values.items()}) if values else text


def _said(value: Text | str | int, language: Language) -> str:
    if isinstance(value, Text):
        return value.of(language)
    return language.number(f"{value:,}") if isinstance(value, int) else value

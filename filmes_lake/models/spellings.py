"""Spellings: which words of a file's header mean which columns of a model."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from filmes_lake.models.columns import Row, columns_of

# What pandas calls a column without a name once it has read one, such as the index that it wrote.
_NAMELESS = re.compile(r"\s*(Unnamed: [0-9.]+)?\s*")
_BETWEEN_WORDS = str.maketrans("", "", " _-")


@dataclass(frozen=True)
class FileColumns:
    """The columns of a file: their `names`, as the model has them where it knows them.

    `before` is how many nameless ones stand before these, as an index does, and `width` how many there are in all: the
    rest, after these, come of delimiters at the line's end.
    """

    names: tuple[str, ...]
    before: int
    width: int

    def under_names(self, fields: list[str]) -> list[str] | None:
        """The fields of a record that stand under the names; None where it has more or fewer."""
        end = self.before + len(self.names)
        if end <= len(fields) <= self.width and not any(fields[end:]):
            return fields[self.before : end]
        return None


def columns_in(header: Sequence[str], model: type[Row]) -> FileColumns:
    """The columns of a file with this header, as the model knows them. A word that it does not know stays as it is."""
    named = [place for place, word in enumerate(header) if not _NAMELESS.fullmatch(word)]
    before = named[0] if named else 0
    end = named[-1] + 1 if named else len(header)
    return FileColumns(_names(header[before:end], model), before, len(header))


def plain_text(text: str) -> str:
    """The text without case and accents."""
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return text.casefold()


def spellings_of(model: type[Row]) -> dict[str, str]:
    """The model's words for columns, by the plain form of each of their spellings."""
    return {
        _plain(spelling): column.source
        for column in columns_of(model)
        for spelling in (column.source, column.name, *column.respelled)
    }


def _names(words: Sequence[str], model: type[Row]) -> tuple[str, ...]:
    """The model's word for each of these, the first that means it; what it calls so itself is always meant."""
    known, own = spellings_of(model), {column.source for column in columns_of(model)}
    taken = own & set(words)
    names = []
    for word in words:
        meant = known.get(_plain(word))
        if word in own or meant is None or meant in taken:
            names.append(word)
        else:
            taken.add(meant)
            names.append(meant)
    return tuple(names)


def _plain(word: str) -> str:
    return plain_text(word).translate(_BETWEEN_WORDS)

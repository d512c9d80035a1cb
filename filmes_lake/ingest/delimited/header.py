"""The contract of a header: of which raw table a file is, and whether its columns are those agreed on.

A strict contract takes the header of any of the model's generations, word for word. An evolving one takes new columns
anywhere and reads all by their names; a column that is missing, renamed or there twice is refused by both. Other
spellings of the model's words have been put right before, see `dialect.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from filmes_lake.errors import SourceError
from filmes_lake.models.source import Delimited, RawTable, headers_of
from filmes_lake.visible_text import visible

EVOLVE = "evolve"
_DELIMITERS = ("|", ",", ";", "\t")


@dataclass(frozen=True)
class HeaderContract:
    """What a file of a source may begin with: the header of one of its tables, which all have one format.

    `noun` is what such a file is called. `expected` is the one table that is wanted, if it is. `contracts` says of
    tables by their names whether they are "strict" or "evolve"; one that is not there cannot evolve.
    """

    noun: str
    tables: tuple[RawTable, ...]
    expected: RawTable | None = None
    contracts: Mapping[str, str] = field(default_factory=dict)

    @property
    def format(self) -> Delimited:
        """The format of the source's files."""
        return self.tables[0].delimited

    def known(self, header: tuple[str, ...]) -> RawTable | None:
        """The table whose header this is; None where it breaks the contract."""
        exact = next((table for table in self.tables if header in headers_of(table.model)), None)
        if exact or not header:
            return exact
        nearest, wanted = self._nearest(header)
        has_grown = _has_grown(header, wanted) and self.contracts.get(nearest.name) == EVOLVE
        return nearest if has_grown else None

    def table_of(self, header: tuple[str, ...], source: str) -> RawTable:
        """The table whose header this is; SourceError names the columns that break the contract."""
        table = self.known(header)
        if table is None:
            raise self._refusal(header, source)
        if self.expected not in (None, table):
            raise SourceError(
                f"{source}:1: this is the header of {table.name}, not of {self.expected.name}", "check --kind"
            )
        return table

    def _refusal(self, header: tuple[str, ...], source: str) -> SourceError:
        if len(header) <= 1:
            if "".join(header).startswith(("{", "[")):
                hint = "answers of TMDB's: filmes-lake ingest tmdb --kind movies|series --from FILE"
                return SourceError(f"{source}:1: this is JSON, and a {self.noun} is expected", hint)
            words = ", ".join(map(named, delimiters_of(self.format)))
            return SourceError(f"{source}:1: none of {words} in the header", "columns must be separated by one of them")
        nearest, wanted = self._nearest(header)
        difference = f"{source}:1: {_difference(header, wanted)}"
        if _has_grown(header, wanted) and nearest.name in self.contracts:
            hint = f'to take new columns, write {nearest.name} = "{EVOLVE}" under [contracts] in filmes-lake.toml'
            return SourceError(difference, hint)
        found = ", ".join(name for name in wanted if name in header) or "none"
        words = self.format.delimiter.join(wanted)
        return SourceError(difference, f"known of these columns: {found}; a {nearest.name} {self.noun} begins: {words}")

    def _nearest(self, header: tuple[str, ...]) -> tuple[RawTable, tuple[str, ...]]:
        """The table and the generation of its header with most of these columns, of two the one that lacks fewer."""
        tables = [self.expected] if self.expected else self.tables
        known = [(table, wanted) for table in tables for wanted in headers_of(table.model)]
        return max(known, key=lambda pair: (len({*header} & {*pair[1]}), -len({*pair[1]} - {*header})))


def delimiters_of(form: Delimited) -> tuple[str, ...]:
    """What may stand between a file's columns, the lake's own delimiter first."""
    return (form.delimiter, *(delimiter for delimiter in _DELIMITERS if delimiter != form.delimiter))


def shown(name: str) -> str:
    """A column's name as a message can show it: one line of a terminal, whatever the file holds."""
    return visible(name[:40])


def named(delimiter: str) -> str:
    """A delimiter as a message can name it."""
    return {"\t": "tab", ",": "comma"}.get(delimiter, visible(delimiter))


def _has_grown(header: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether all that is wanted is there and more: each column once, and with a name."""
    gained = set(header) - set(wanted)
    return bool(gained) and len(set(header)) == len(header) == len(gained) + len(wanted) and all(map(str.strip, gained))


def _difference(found: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    missing = [name for name in wanted if name not in found]
    unknown = [name for name in found if name not in wanted]
    if not missing and not unknown and len(found) == len(wanted):
        place = next(place for place in range(len(wanted)) if found[place] != wanted[place])
        return f"column {place + 1} is {found[place]!r}, expected {wanted[place]!r}"
    notes = [f"missing: {', '.join(missing)}"] if missing else []
    notes += [f"unknown: {', '.join(shown(name) for name in unknown[:5])}"] if unknown else []
    return f"expected {len(wanted)} columns, found {len(found)} ({'; '.join(notes) or 'a column appears twice'})"

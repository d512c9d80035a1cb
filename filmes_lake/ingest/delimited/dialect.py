"""How a delimited file is written, known by its first line: what parts the columns, what quotes them, what they are."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from filmes_lake.errors import SourceError
from filmes_lake.ingest.delimited.header import HeaderContract, delimiters_of
from filmes_lake.ingest.delimited.text_check import BARE_RETURN, FIX, LONGEST_LINE_BYTES, OTHER_ENCODING
from filmes_lake.lake.manifest import Dialect
from filmes_lake.models.source import RawTable, headers_of
from filmes_lake.models.spellings import FileColumns, columns_in
from filmes_lake.settings import UTF_8

MARK = "\ufeff"
_QUOTE = '"'
_MARKS_OF_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Recognised:
    """What a file is that is not in the lake's own form: of which table, and how it is written."""

    table: RawTable
    dialect: Dialect

    @property
    def columns(self) -> FileColumns:
        """Its columns as the lake calls them."""
        return columns_in(self.dialect.header, self.table.model)


def recognise(
    texts: Iterator[bytes], encoding: str, contract: HeaderContract, source: str
) -> tuple[Recognised | None, Iterator[bytes]]:
    """What a text is, and all of it again; None for the lake's own form, and where its first line is too long for any.

    SourceError where its header is none that the contract takes.
    """
    taken: list[bytes] = []
    line = _first_line(texts, encoding, source, taken)
    whole = chain(taken, texts)
    if len(line) > LONGEST_LINE_BYTES:
        return None, whole
    if encoding == UTF_8:
        _refuse_utf_16(line, b"".join(taken), source)
        if _is_own(line, contract):
            return None, whole
    return _recognised(line.removeprefix(MARK), encoding, contract, source), whole


def reader_of(lines: Iterable[str], dialect: Dialect) -> Any:
    """The standard library's reader of records in the dialect. Quotes have to be in order, or csv.Error is raised."""
    quoting: dict[str, Any] = {"quotechar": dialect.quote} if dialect.quote else {"quoting": csv.QUOTE_NONE}
    # A blank before a quote would make a letter of it; blanks around a value mean nothing.
    return csv.reader(lines, delimiter=dialect.delimiter, strict=True, skipinitialspace=bool(dialect.quote), **quoting)


def _first_line(texts: Iterator[bytes], encoding: str, source: str, taken: list[bytes]) -> str:
    """The first line without its end; what was read of the text goes to `taken`."""
    decoder, line = codecs.getincrementaldecoder(encoding)("replace"), ""
    for text in texts:
        taken.append(text)
        try:
            line += decoder.decode(text)
        except UnicodeError as error:  # "replace" helps with letters, not with an order of bytes that nobody tells
            hint = f"say it, as in --encoding {encoding}-le, or another encoding"
            raise SourceError(f"{source}:1: no mark says in which order {encoding} has its bytes", hint) from error
        if "\n" in line or len(line) > LONGEST_LINE_BYTES:
            break
    return line.partition("\n")[0].removesuffix("\r")


def _refuse_utf_16(line: str, text: bytes, source: str) -> None:
    if text.startswith(_MARKS_OF_UTF_16):
        raise SourceError(f"{source}:1: the file begins with UTF-16's byte-order mark", "say --encoding utf-16")
    if "\0" in line:
        raise SourceError(f"{source}:1: a NUL byte", OTHER_ENCODING)


def _is_own(line: str, contract: HeaderContract) -> bool:
    return contract.known(tuple(line.split(contract.format.delimiter))) is not None


def _recognised(line: str, encoding: str, contract: HeaderContract, source: str) -> Recognised:
    found = [Recognised(table, dialect) for dialect in _dialects(line, encoding, contract) for table in contract.tables]
    best = next(filter(_is_exact, found), None) or max(found, key=_likeness)
    try:
        return Recognised(contract.table_of(best.columns.names, source), best.dialect)
    except SourceError as error:
        # What keeps a line from being a header at all is the better reason.
        if "\ufffd" in line and encoding == UTF_8:
            raise SourceError(f"{source}:1: invalid UTF-8 in the header", OTHER_ENCODING) from error
        if "\r" in line:
            raise SourceError(f"{source}:1: {BARE_RETURN}", FIX) from error
        raise


def _dialects(line: str, encoding: str, contract: HeaderContract) -> Iterator[Dialect]:
    own = contract.format.delimiter
    for delimiter in delimiters_of(contract.format):
        # Between the lake's own delimiters a quote is a letter, unless the header shows that it is none.
        quote = _QUOTE if delimiter != own or _QUOTE in line else ""
        dialect = Dialect(delimiter=delimiter, quote=quote, encoding=encoding, header=())
        yield dialect.model_copy(update={"header": _words(line, dialect)})


def _words(line: str, dialect: Dialect) -> tuple[str, ...]:
    try:
        return tuple(next(reader_of([line], dialect), ()))
    except csv.Error:
        return (line,)


def _is_exact(found: Recognised) -> bool:
    return found.columns.names in headers_of(found.table.model)


def _likeness(found: Recognised) -> tuple[int, int, int]:
    """How much a header is like the table's: known columns first, then how few it lacks, then how many it has."""
    names, wanted = found.columns.names, headers_of(found.table.model)[0]
    return len({*names} & {*wanted}), -len({*wanted} - {*names}), len(names)

"""What a transform asks of an engine. DuckDB is one; others read, stage and write the same way."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from filmes_lake.models.columns import Row
from filmes_lake.models.records import Structure
from filmes_lake.models.source import Sieve, Use

# Relations that the statements read beside those of raw tables, in which lines have origem, texto and campos, records
# origem, texto, registro and deformados.
NUMBERED_LINES = "linhas_numeradas"  # origem, linha (the header's is 1), texto, conteudo (what stands in the file)
PRICES = "indice_precos"  # ano, indice
KNOWN_REJECTS = "rejeitados_conhecidos"  # rows of the quarantine that stand in the version before and stay as they are


@dataclass(frozen=True)
class SourceFile:
    """A raw file: its key in the lake, where the engine finds it, its data lines or records, its header's columns.

    A file of records has no columns. `places` are those of the model's columns among the file's, from 1, and None for
    a column that the file lacks; there are none where the file has just the model's, in this order. So a file whose
    columns are more, fewer or others is read by its own header; see `Session.read_lines`.

    Of a file that is read in a conversion `location` is that of the conversion's lines, and `originals` that of JSON
    lines: `linha` and `conteudo`, number and text in the file, of each line (`texto`) that statements may reject.
    """

    key: str
    location: str
    rows: int
    columns: tuple[str, ...] = ()
    places: tuple[int | None, ...] = ()
    originals: str | None = None

    @property
    def path(self) -> Path:
        """The file, for those who read files of this machine."""
        return Path(self.location)

    @property
    def has_header(self) -> bool:
        """Whether its first line is no data."""
        return bool(self.columns)


@dataclass(frozen=True)
class WrittenFile:
    """A Parquet file that an engine wrote: where, and its rows."""

    location: str
    rows: int


@dataclass(frozen=True)
class Step:
    """A piece of work in a session, by a name of its own. It may begin once those it comes `after` have ended.

    `says` is what progress says when it begins; nothing, if it is not worth a word.
    """

    name: str
    after: Collection[str]
    do: Callable[[], None]
    says: str = ""


class Session(Protocol):
    """A session of an engine. What it registers lives until it ends."""

    def run(self, steps: Sequence[Step], say: Callable[[str], None]) -> None:
        """Do the steps, each of which comes after some that stand before it. An engine may do several at a time.

        `say` gets what they say in the order in which they stand. Where one fails, none begins any more; of several
        that fail the error of the first is raised.
        """
        ...

    def read_lines(self, relation: str, delimiter: str, files: Sequence[SourceFile]) -> None:
        """Register every data line under the relation's name, whole and split at the delimiter. No files: no lines.

        The statements find a column in `campos` by its place in the model. So where a file has `places`, `campos` is
        the fields at these places, in this order, null where there is no place, if the line has as many fields as the
        file has columns; of any other line it is empty, which the statements take for a wrong number of columns.
        """
        ...

    def read_records(self, relation: str, structure: Structure, files: Sequence[SourceFile]) -> None:
        """Register every record under the relation's name, whole and parsed to `structure`, all leaves text.

        `deformados` has the paths of those `doubtful_leaves` at which the record has another shape: no text for a text,
        no list for a list, no object on the way. A null fits everywhere, and the record's own objects are objects.
        """
        ...

    def number_lines(self, files: Sequence[SourceFile]) -> None:
        """Register `NUMBERED_LINES` over lines and records of the files; where there are originals, over those."""
        ...

    def read_prices(self, rows: Sequence[tuple[int, float]]) -> None:
        """Register `PRICES`."""
        ...

    def read_table(self, model: type[Row], files: Sequence[str]) -> None:
        """Register the model's table from its Parquet files, which exist even where it has no rows."""
        ...

    def read_rejects(self, files: Sequence[str], origins: Sequence[str]) -> None:
        """Register `KNOWN_REJECTS`: of a quarantine in Parquet files the rows of the raw files with these keys.

        No files: no rows.
        """
        ...

    def stage(self, name: str, sql: str, use: Use) -> None:
        """Register a statement's result, computed at each use (`VIEW`) or once (`KEEP`, `SPOOL`).

        Of one with a row for each line of a file (`SPOOL`) the file stands on the left of every join, as it is written.
        """
        ...

    def sift(self, name: str, sieve: Sieve, wanted: str) -> None:
        """Register a sieve's relation; the raw table's has the lines that it leaves, from then on.

        `wanted` is a statement, see `Sieve`. An engine that has none leaves all lines.
        """
        ...

    def drop(self, name: str) -> None:
        """Forget a kept result and free its memory."""
        ...

    def is_unique(self, table: str) -> bool:
        """Whether it was seen, when a table was written, that no two of its rows have one key."""
        ...

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a small result."""
        ...

    def write(self, model: type[Row], sql: str, folder: str) -> list[WrittenFile]:
        """Write a statement's result as the model's table: zstd Parquet, the model's types and column ids."""
        ...


OpenSession = Callable[[int], AbstractContextManager[Session]]
"""Opens a session for so many bytes of input."""


class Engine(Protocol):
    """An engine by its name, with the dialect in which it takes the statements."""

    @property
    def name(self) -> str:
        """As the command line names it."""
        ...

    @property
    def dialect(self) -> str:
        """`spark` or `duckdb`."""
        ...

    @property
    def root(self) -> str | None:
        """The lake's address, if it reads and writes the lake itself; None if it takes files of this machine."""
        ...

    def sessions(self, scratch: Path) -> AbstractContextManager[OpenSession]:
        """Give sessions, one after the other, that may spill to `scratch`.

        What they share starts with the first of them, and ends with the block.
        """
        ...


Columns = Sequence[tuple[str, str]]
"""Names of columns, each with its engine's name of the type."""


def check_columns(model: type[Row], found: Columns, wanted: Columns) -> None:
    """TypeError with the first column in which a statement's result is not what its model says."""
    if list(found) != list(wanted):
        pairs = zip(found, wanted, strict=False)
        is_, should_be = next((pair for pair in pairs if pair[0] != pair[1]), (found, wanted))
        raise TypeError(f"{model.table.name}.sql and its model disagree: {is_} is not {should_be}")

"""What the results of a layer's statements are made of, found in the statements' own texts.

A result whose fingerprint the version before has too would come out as it did then, and need not be made again.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.columns import Row, columns_of
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import RawTable, Use
from filmes_lake.models.tables import QUARANTINE, Schema
from filmes_lake.transform.engine import KNOWN_REJECTS, NUMBERED_LINES, PRICES
from filmes_lake.transform.sources import raw_files
from filmes_lake.transform.statements import DIALECTS, Statement, price_table, program_of

_UNKNOWN = "unknown"
_NAMES = re.compile(r"\w+")
# What a version keeps of its own: files, counted rows, or rows of the quarantine. Everything else lives for a run.
_RESULTS = (Use.TABLE, Use.COUNT, Use.QUARANTINE)


@dataclass(frozen=True)
class Lineage:
    """The statements of a layer, and the relations that they read of others: of each a digest of what it holds.

    Those of Raw that are `without_files` have no lines.
    """

    schema: Schema
    layer: Layer
    inputs: Mapping[str, str]
    program: str
    without_files: frozenset[str] = frozenset()

    @cached_property
    def uses(self) -> dict[str, Use]:
        """What becomes of each statement's result, by its name, in the order in which they run."""
        return {statement.name: use for statement, use in program_of(self.schema, self.layer) if use is not Use.DROP}

    @property
    def results(self) -> list[str]:
        """The statements whose results a version keeps: tables, counts and quarantines."""
        return [name for name, use in self.uses.items() if use in _RESULTS]

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """A digest of all that each of the results is made of."""
        return {name: self._made_of[name] for name in self.results}

    def reads(self, name: str) -> list[str]:
        """The statements and inputs that a statement reads."""
        return self._reads[name]

    @cached_property
    def empty(self) -> set[str]:
        """The statements that read nothing but what has no rows: they have none either, or count none."""
        found = set(self.without_files)
        for name in self._statements:
            if self.reads(name) and found.issuperset(self.reads(name)):
                found.add(name)
        return found - self.without_files

    def needed(self, wanted: Iterable[str], is_there: Callable[[str], bool], ends: Collection[str] = ()) -> set[str]:
        """These, and whatever has to be made or read for them, down to `ends` and to what is there already."""
        found: set[str] = set()
        missing = list(wanted)
        while missing:
            name = missing.pop()
            if name not in found:
                found.add(name)
                reads = [] if name in self.inputs or name in ends else self.reads(name)
                missing += [read for read in reads if not is_there(read)]
        return found

    def inputs_of(self, names: Iterable[str]) -> set[str]:
        """The inputs that the results of these statements are made of, however many statements lie between."""
        return self.needed(names, lambda _: False) & set(self.inputs)

    def files_read_for(self, names: Iterable[str]) -> set[str]:
        """The inputs that these statements read line by line: not what tables were made of that they read."""
        return self.needed(names, lambda name: self.uses.get(name) is Use.TABLE) & set(self.inputs)

    @cached_property
    def _statements(self) -> dict[str, Statement]:
        program = program_of(self.schema, self.layer)
        return {statement.name: statement for statement, use in program if use is not Use.DROP}

    @cached_property
    def _reads(self) -> dict[str, list[str]]:
        known, sifted = {*self._statements, *self.inputs}, self._sifted
        found = {name: known & _words(text) - {name} for name, text in self._texts.items()}
        for name, read in found.items():
            # What reads the lines that a sieve leaves comes after it.
            read |= {sieve for relation, sieve in sifted.items() if relation in read}
            read |= {relation for relation, sieve in sifted.items() if sieve == name}
        return {name: sorted(read) for name, read in found.items()}

    @property
    def _sifted(self) -> dict[str, str]:
        """The sieve of each input that has one."""
        statements = self._statements.items()
        return {statement.sieve.relation: name for name, statement in statements if statement.sieve}

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {name: statement.text(DIALECTS[-1]) for name, statement in self._statements.items()}

    @cached_property
    def _made_of(self) -> dict[str, str]:
        """By statement, in the order in which they run: so what one reads is there."""
        found = dict(self.inputs)
        for name in self._statements:
            found[name] = digest([self.program, *self._own(name), *(found[read] for read in self.reads(name))])
        return found

    def _own(self, name: str) -> Iterator[str]:
        """What a result is made by. Rows of a quarantine stand in its table, so that table's making is theirs too."""
        yield from (self._statements[name].text(dialect) for dialect in DIALECTS)
        if sieve := self._statements[name].sieve:
            yield repr(sieve)
        if self.uses[name] is Use.TABLE:
            yield _described(self.schema.model_of(name))
        elif self.uses[name] is Use.QUARANTINE:
            yield from self._own(QUARANTINE.table.name)


def lineage_of(schema: Schema, layer: Layer, below: Manifest, program: str, unknown: Collection[str] = ()) -> Lineage:
    """The lineage of a layer that is made by `program` from the version below, of which some tables are `unknown`."""
    known = schema.having(below.tables) if below.layer is Layer.RAW else schema
    inputs = {**_inputs(known, below), **dict.fromkeys(unknown, _UNKNOWN)}
    return Lineage(known, layer, inputs, program, frozenset(_without_files(known, below)))


def _inputs(schema: Schema, below: Manifest) -> dict[str, str]:
    if below.layer is Layer.RAW:
        raw = {table.relation: _raw_digest(table, below) for table in schema.raw_tables}
        # Made from the raw tables too: whoever reads these two reads what was rejected of those.
        return {**raw, NUMBERED_LINES: "", KNOWN_REJECTS: ""}
    tables = {name: digest([file.sha256 for file in table.files]) for name, table in below.tables.items()}
    return {**tables, PRICES: digest([*map(str, price_table())])}


def _without_files(schema: Schema, below: Manifest) -> Iterator[str]:
    if below.layer is Layer.RAW:
        for table in schema.raw_tables:
            if not raw_files(below, table.name):
                yield table.relation


def _raw_digest(table: RawTable, raw: Manifest) -> str:
    """Of the files, by which names rejected lines know them, and of how they are read."""
    found = raw.tables.get(table.name)
    files = [f"{each.key} {each.sha256}" for file in (found.files if found else ()) for each in file.all]
    return digest([*files, repr(found.columns if found else {}), repr(table.format), _described(table.model)])


def _described(model: type[Row]) -> str:
    return repr(columns_of(model)) + repr(getattr(model, "table", None))


def _words(text: str) -> set[str]:
    return set(_NAMES.findall(text))


def digest(parts: Sequence[str]) -> str:
    """A hash of texts, each told from the next."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

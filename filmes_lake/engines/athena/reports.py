"""Reports and queries on Athena, over the tables that the Glue Data Catalog shows.

Athena reads the current version only, and the catalog moves one table at a time. So the versions that the tables
show are looked at before and after, and an answer over tables that moved meanwhile is not given.
"""

import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from filmes_lake.aws.prices import prices_in
from filmes_lake.catalog.glue.catalog import Contents, GlueCatalog
from filmes_lake.catalog.glue.tables import facts
from filmes_lake.catalog.registration import RegistrationState, TableState
from filmes_lake.catalog.result import QueryResult, explained
from filmes_lake.engines.athena.literals import with_literals
from filmes_lake.engines.athena.query_batch import FinishedQuery, QueryBatch
from filmes_lake.engines.athena.read_only import one_select
from filmes_lake.engines.athena.workgroup import Workgroup
from filmes_lake.errors import Conflict, LakeError, QueryError
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import SILENT, Progress
from filmes_lake.reports.parameters import Value

_ATTEMPTS = 3
_LAYERS = (Layer.TRUSTED, Layer.REFINED)
Told = Callable[[FinishedQuery], None]
"""Is told of each query that ended well."""
# What does not change a table's rows.
_WORDS = ("description", "comment ")


@dataclass(frozen=True)
class AthenaReports:
    """Implements `QueryEngine` on Athena. `max_scan` is how many bytes a report or a query may read."""

    lake: Lake
    catalog: GlueCatalog
    workgroup: Workgroup
    max_scan: int | None = None
    progress: Progress = SILENT
    name: str = "Athena"
    history: bool = False
    told: Told = lambda _: None

    def select(
        self, version: Manifest, statements: Mapping[str, tuple[str, Mapping[str, Value]]]
    ) -> dict[str, list[dict[str, Any]]]:
        """See `QueryEngine.select`; the statements run at once."""
        texts = {name: with_literals(text, bound) for name, (text, bound) in statements.items()}
        results = self._answers(texts, {version.layer: version})
        return {
            name: [dict(zip(result.columns, row, strict=True)) for row in result.rows]
            for name, result in results.items()
        }

    def query(self, sql: str) -> QueryResult:
        """See `QueryEngine.query`."""
        text = one_select(sql)
        for attempt in range(1, _ATTEMPTS + 1):
            self.lake.require(Layer.TRUSTED)
            current = {layer: found for layer in _LAYERS if (found := self.lake.versions.current(layer))}
            try:
                return self._answers({"query": text}, current)["query"]
            except Conflict:
                if attempt == _ATTEMPTS:
                    raise
        raise AssertionError  # the last attempt returns or raises

    def _answers(self, texts: Mapping[str, str], versions: Mapping[Layer, Manifest]) -> dict[str, QueryResult]:
        """The results of the texts over these versions' tables; Conflict where they moved meanwhile."""
        self.workgroup.require()
        tables = {name for manifest in versions.values() for name in manifest.tables if _names(texts.values(), name)}
        before = self.catalog.contents()
        self._check(before, tables, versions)
        self._check_size(texts, versions)
        batch = QueryBatch(self.workgroup, self.max_scan, self.progress.step)
        marked = {name: _marked(text, versions) for name, text in texts.items()}
        ended = batch.run(marked, _whole_minutes(before.at_rest(tables)))
        for found in ended.values():
            self.told(found)
        self._note_cost(ended.values())
        if _shown(self.catalog.contents(), tables) != _shown(before, tables):
            raise Conflict(
                f"{self.catalog.where}: the tables moved to another version while Athena read them",
                "run the command again",
            )
        return {name: self.workgroup.result(found.query) for name, found in ended.items()}

    def _check(self, contents: Contents, tables: Iterable[str], versions: Mapping[Layer, Manifest]) -> None:
        """See that the catalog shows the tables as the versions have them."""
        wanted = {name: manifest.version for manifest in versions.values() for name in manifest.tables}
        for state in self.catalog.compare(contents):
            if state.name not in tables:
                continue
            if state.version != wanted[state.name]:
                raise Conflict(f"{self.lake.storage.uri}: another version was published", "run the command again")
            if error := _fault(state):
                command = f"filmes-lake catalog register --lake {shlex.quote(self.lake.storage.uri)}"
                raise LakeError(f"{self.catalog.where}: {error}", f"run: {command}")

    def _check_size(self, texts: Mapping[str, str], versions: Mapping[Layer, Manifest]) -> None:
        """Refuse what would read more than `max_scan`, were every table that a text names read once and whole."""
        sizes = {name: table.bytes for manifest in versions.values() for name, table in manifest.tables.items()}
        read = [text for text in texts.values() if explained(text) is None]
        expected = sum(size for text in read for name, size in sizes.items() if _names([text], name))
        if self.max_scan is not None and expected > self.max_scan:
            raise QueryError(
                f"the tables asked for hold {expected:,} bytes, --max-scan allows {self.max_scan:,}",
                "raise --max-scan, or read copies: --engine duckdb",
            )

    def _note_cost(self, ended: Iterable[FinishedQuery]) -> None:
        statuses = [found.status for found in ended]
        reused = sum(status.reused for status in statuses)
        prices = prices_in(self.workgroup.region)
        dollars = sum(prices.of_scan(status.scanned) for status in statuses) if prices else 0
        cost = f"US$ {dollars:.6f}" if prices else f"no price known for {self.workgroup.region}"
        again = f", {reused} of them reused from earlier results" if reused else ""
        queries = f"{len(statuses)} queries" if len(statuses) > 1 else "1 query"
        self.progress.note(
            f"Athena read {sum(status.scanned for status in statuses):,} bytes in {queries}{again}: {cost}"
        )


def _names(texts: Iterable[str], table: str) -> bool:
    return any(re.search(rf"\b{table}\b", text, re.IGNORECASE) for text in texts)


def _marked(text: str, versions: Mapping[Layer, Manifest]) -> str:
    """The text with the versions behind it: Athena takes an earlier result for the same text alone."""
    return f"{text.rstrip()}\n-- {' '.join(manifest.version for manifest in versions.values())}"


def _whole_minutes(rest: timedelta) -> int:
    return int(rest.total_seconds() // 60)


def _shown(contents: Contents, tables: Iterable[str]) -> dict[str, str | None]:
    """The place of each table's version."""
    return {name: facts(contents.tables.get(name, {})).get("location") for name in tables}


def _fault(state: TableState) -> str | None:
    """What keeps Athena from reading the table as it should be; None where nothing does."""
    differs = [change.what for change in state.changes if not change.what.startswith(_WORDS)]
    if state.state is RegistrationState.MISSING:
        return f"there is no table {state.name}"
    if not differs:
        return None
    if state.state is RegistrationState.BEHIND:
        return f"{state.name} shows version {state.shown}, current is {state.version}"
    who = (
        "was changed by somebody else"
        if state.state is RegistrationState.ALTERED
        else "was registered by an older program"
    )
    return f"{state.name} {who} ({', '.join(differs)})"

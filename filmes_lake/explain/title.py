"""A title's way: what each layer has of it, which lines that came from, and where it stops."""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filmes_lake.engines.duckdb.session import LAYERS, LocalSession, open_session, tables_of
from filmes_lake.errors import NotFound
from filmes_lake.explain.fates import NOT_IN_CSV, Fate, Trail, fate_of
from filmes_lake.explain.journal import asked as asked_tmdb
from filmes_lake.explain.matches import Match, find_in_raw, find_in_trusted
from filmes_lake.explain.raw_trace import Answer, CsvTrace, trace_answers, trace_csv
from filmes_lake.explain.rows import (
    REJECTED,
    Rows,
    dimension_of,
    facts_of,
    refined_rows,
    report_condition,
    trusted_rows,
)
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.versions import Manifest
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.raw import TitleColumns
from filmes_lake.models.tmdb import RECORDS
from filmes_lake.reports.definitions import KEY_FIGURES
from filmes_lake.reports.parameters import Value

Asked = Callable[[Lake, Kind, str], str | None]

_NAME_IN_CSV = next(column.source for column in columns_of(TitleColumns) if column.name == "titulo_principal")
_TITLE_ID = re.compile(r"tt[0-9]+", re.IGNORECASE)


@dataclass(frozen=True)
class LayerTrace:
    """A layer's current version, and its rows about a title by table."""

    version: str
    created_at: datetime
    rows: Rows


@dataclass(frozen=True)
class Explanation:
    """A title's way through the layers, newest answers first. `kind` is None where no file of any kind has it."""

    title_id: str
    kind: Kind | None
    fate: Fate
    csv: CsvTrace | None = None
    answers: tuple[Answer, ...] = ()
    trusted: LayerTrace | None = None
    refined: LayerTrace | None = None

    @property
    def title(self) -> str | None:
        """Its name as Trusted has it, else as the CSV has it."""
        rows = self.trusted.rows.get("titulos") if self.trusted else None
        if rows:
            name: str | None = rows[0]["titulo_principal"]
            return name
        names = self.csv.values.get(_NAME_IN_CSV, ()) if self.csv else ()
        return names[0].strip() if names else None


@dataclass(frozen=True)
class Explained:
    """The answer to a question about a title: explanations, or matches to choose from where several titles match."""

    wanted: str
    parameters: dict[str, Value]
    explanations: list[Explanation]
    matches: list[Match]


def explain_title(
    lake: Lake, memory: str, wanted: str, given: Mapping[str, str], asked: Asked = asked_tmdb
) -> Explained:
    """Follow a title, by its id or by the text of its name, through the current versions.

    `given` are parameters of the film reports, as text. An id that is both a film's and a series' has two
    explanations. NotFound where no title has such a name; an id that nothing has is explained as that.
    """
    parameters = KEY_FIGURES.bind(given)
    lake.require(Layer.RAW)
    with _open_tracer(lake, memory, parameters, asked) as tracer:
        if _TITLE_ID.fullmatch(wanted):
            title_id = wanted.lower()
            found = tracer.explain(title_id) or [tracer.nothing(title_id)]
            return Explained(wanted, parameters, found, [])
        matches = tracer.find(wanted)
        if len({match.title_id for match in matches}) > 1:
            return Explained(wanted, parameters, [], matches)
        # What stands in the column of ids need not look like one: such lines are rejected.
        found = tracer.explain(matches[0].title_id if matches else wanted)
    if not found:
        raise NotFound(f"{wanted}: no title has this in its name", "give less of the name, or IMDb's id: tt0133093")
    return Explained(wanted, parameters, found, [])


@dataclass(frozen=True)
class _Tracer:
    """Follows titles through the current versions; the session has the tables of those that there are."""

    lake: Lake
    versions: dict[Layer, Manifest]
    session: LocalSession
    scratch: Path
    parameters: dict[str, Value]
    asked: Asked

    def find(self, text: str) -> list[Match]:
        """Titles by the text of their names, from Raw where the tables have none."""
        matches = find_in_trusted(self.session, text) if Layer.TRUSTED in self.versions else []
        return matches or find_in_raw(self.lake, self.versions[Layer.RAW], text, self.scratch)

    def explain(self, title_id: str) -> list[Explanation]:
        """An explanation for each kind that has a trace of the title."""
        found = (self._explain(kind, title_id) for kind in Kind)
        return [explanation for explanation in found if explanation]

    def nothing(self, title_id: str) -> Explanation:
        """The explanation of an id that no layer has."""
        trusted, refined = (self._trace(layer, {}) for layer in LAYERS)
        return Explanation(title_id, None, NOT_IN_CSV, trusted=trusted, refined=refined)

    def _explain(self, kind: Kind, title_id: str) -> Explanation | None:
        raw = self.versions[Layer.RAW]
        csv = trace_csv(self.lake, raw, kind, title_id, self.scratch)
        answers = tuple(trace_answers(self.lake, raw, kind, title_id, self.scratch))
        rows: dict[Layer, Rows] = {
            Layer.TRUSTED: self._rows(Layer.TRUSTED, lambda: trusted_rows(self.session, kind, title_id, csv, answers)),
            Layer.REFINED: self._rows(Layer.REFINED, lambda: refined_rows(self.session, kind, title_id)),
        }
        if not (csv or answers or any(table for layer in rows.values() for table in layer.values())):
            return None
        fate = fate_of(self._trail(kind, title_id, csv, answers, rows))
        trusted, refined = (self._trace(layer, rows[layer]) for layer in LAYERS)
        return Explanation(title_id, kind, fate, csv, answers, trusted, refined)

    def _rows(self, layer: Layer, read: Callable[[], Rows]) -> Rows:
        return read() if layer in self.versions else {}

    def _trace(self, layer: Layer, rows: Rows) -> LayerTrace | None:
        version = self.versions.get(layer)
        return LayerTrace(version.version, version.created_at, rows) if version else None

    def _trail(
        self, kind: Kind, title_id: str, csv: CsvTrace | None, answers: tuple[Answer, ...], rows: dict[Layer, Rows]
    ) -> Trail:
        trusted, refined = rows[Layer.TRUSTED], rows[Layer.REFINED]
        rejected = {(row["origem"], row["conteudo"]) for row in trusted.get(REJECTED, [])}
        in_facts = bool(refined.get(facts_of(kind)))
        is_film = kind is Kind.MOVIES
        return Trail(
            in_csv=csv is not None,
            csv_rejected=csv is not None and all((csv.key, text) in rejected for text in csv.texts),
            in_trusted=bool(trusted.get("titulos")),
            asked=self.asked(self.lake, kind, title_id),
            has_answers=bool(answers),
            answers_rejected=all((answer.part, answer.text) in rejected for answer in answers),
            answer_in_trusted=bool(trusted.get(RECORDS[kind].table.name)),
            in_dimension=bool(refined.get(dimension_of(kind))),
            in_facts=in_facts,
            condition=report_condition(self.session, title_id, self.parameters) if in_facts and is_film else None,
        )


@contextmanager
def _open_tracer(lake: Lake, memory: str, parameters: dict[str, Value], asked: Asked) -> Iterator[_Tracer]:
    versions = {layer: found for layer in Layer if (found := lake.versions.current(layer))}
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        tables = [table for layer in LAYERS if layer in versions for table in tables_of(lake, versions[layer], scratch)]
        with open_session(tables, memory) as session:
            yield _Tracer(lake, versions, session, scratch, parameters, asked)

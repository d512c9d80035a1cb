"""A title's way: what each layer has of it, which lines that came from, and where it stops."""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filmes_lake.engines.duckdb.session import LAYERS, LocalSession, open_session, tables_of
from filmes_lake.errors import NotFound
from filmes_lake.explain.journal import asked as asked_tmdb
from filmes_lake.explain.matches import Match, find_in_raw, find_in_trusted
from filmes_lake.explain.outcomes import NOT_IN_CSV, NOT_IN_IMDB, NOT_TAKEN, Evidence, TitleOutcome, outcome_of
from filmes_lake.explain.rows import QUARANTINE_NAME, Rows, has_kind, refined_rows, report_condition, trusted_rows
from filmes_lake.ingest import csv_source, imdb, registry, tmdb
from filmes_lake.ingest.csv_source.names import NAME_IN_CSV
from filmes_lake.ingest.source import Sighting
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.title_ids import title_id as normal_id
from filmes_lake.reports.definitions import KEY_FIGURES
from filmes_lake.reports.parameters import Value

Asked = Callable[[Lake, Kind, str], str | None]

_WITH_TITLES = (csv_source.SOURCE, imdb.SOURCE)
_NAMES_IN_IMDB = ("primaryTitle",)
_TITLE_ID = re.compile(r"tt[0-9]+", re.IGNORECASE)


@dataclass(frozen=True)
class LayerTrace:
    """A layer's current version, and its rows about a title by table."""

    version: str
    created_at: datetime
    rows: Rows


@dataclass(frozen=True)
class RawTrace:
    """What Raw has of a title from one source, see `ingest.source.Trace`; `document` is that for programs."""

    sightings: tuple[Sighting, ...]
    document: Any
    nothing: str


@dataclass(frozen=True)
class Explanation:
    """A title's way through the layers; `raw` by the sources' names, of those whose files are about titles.

    `kind` is None where no file of any kind has it.
    """

    title_id: str
    kind: Kind | None
    outcome: TitleOutcome
    raw: dict[str, RawTrace]
    trusted: LayerTrace | None = None
    refined: LayerTrace | None = None

    @property
    def said(self) -> Sighting | None:
        """What says most of it, of the sources that have titles: its lines in the current CSV, or in IMDb's file."""
        found = (self.raw[source.name].sightings for source in _WITH_TITLES if source.name in self.raw)
        return next((sightings[0] for sightings in found if sightings), None)

    @property
    def left_out(self) -> str | None:
        """What the settings leave it out for; None where they do not."""
        return self.said.facts.get("left_out") if self.said else None

    @property
    def answers(self) -> tuple[Sighting, ...]:
        """TMDB's answers about it, the newest first."""
        return self.raw[tmdb.SOURCE.name].sightings

    @property
    def title(self) -> str | None:
        """Its name as Trusted has it, else as the file has it."""
        rows = self.trusted.rows.get("titulos") if self.trusted else None
        if rows:
            name: str | None = rows[0]["titulo_principal"]
            return name
        values = self.said.values if self.said else {}
        names = values.get(NAME_IN_CSV) or [values[name] for name in _NAMES_IN_IMDB if name in values]
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
            title_id = normal_id(wanted) or wanted.lower()
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
        """The explanation of an id that no layer has under a kind."""
        raw = self._raw(None, title_id)
        found = {name: rows for name, rows in self._trusted(None, title_id, raw).items() if rows}
        nothing = self._explanation(title_id, None, raw, {Layer.TRUSTED: found})
        return replace(nothing, outcome=NOT_TAKEN[nothing.left_out] if nothing.left_out else self._missing)

    def _explain(self, kind: Kind, title_id: str) -> Explanation | None:
        raw = self._raw(kind, title_id)
        refined = refined_rows(self.session, kind, title_id) if Layer.REFINED in self.versions else {}
        rows = {Layer.TRUSTED: self._trusted(kind, title_id, raw), Layer.REFINED: refined}
        if not self._is_of_a_kind(raw, rows):
            return None
        explanation = self._explanation(title_id, kind, raw, rows)
        return replace(explanation, outcome=outcome_of(self._evidence(kind, explanation, rows)))

    def _raw(self, kind: Kind | None, title_id: str) -> dict[str, RawTrace]:
        """What each source's files have of the title."""
        raw, traces = self.versions[Layer.RAW], {}
        for package in registry.SOURCES:
            trace = package.make_trace()
            if trace and not (package.SOURCE.parts and not package.SOURCE.is_there(raw.tables)):
                found = trace.find(self.lake, raw, kind, title_id, self.scratch)
                traces[package.SOURCE.name] = RawTrace(tuple(found), trace.document(found), trace.nothing)
        return traces

    @property
    def _missing(self) -> TitleOutcome:
        """The outcome of a title that no source has: which of them is read."""
        return NOT_IN_IMDB if imdb.SOURCE.is_there(self.versions[Layer.RAW].tables) else NOT_IN_CSV

    def _trusted(self, kind: Kind | None, title_id: str, raw: Mapping[str, RawTrace]) -> Rows:
        """Its rows in those tables that the current version has: an older program may have made it."""
        if Layer.TRUSTED not in self.versions:
            return {}
        there = self.versions[Layer.TRUSTED].tables
        tables = [table for table in self.lake.schema.trusted_tables if table.model.table.name in there]
        found = [sighting for trace in raw.values() for sighting in trace.sightings]
        return trusted_rows(self.session, tables, kind, title_id, found)

    def _is_of_a_kind(self, raw: Mapping[str, RawTrace], rows: Mapping[Layer, Rows]) -> bool:
        """Whether something that keeps films and series apart has a trace of it."""
        schema = self.lake.schema
        sources = [
            source.name for source in schema.sources if source.has_titles or any(table.kind for table in source.raw)
        ]
        tables = [table.model.table.name for table in schema.trusted_tables if has_kind(table)]
        return (
            any(raw[name].sightings for name in sources if name in raw)
            or any(rows[Layer.TRUSTED].get(name) for name in tables)
            or any(rows[Layer.REFINED].values())
        )

    def _explanation(
        self, title_id: str, kind: Kind | None, raw: dict[str, RawTrace], rows: Mapping[Layer, Rows]
    ) -> Explanation:
        trusted, refined = (self._trace(layer, rows.get(layer, {})) for layer in LAYERS)
        return Explanation(title_id, kind, NOT_IN_CSV, raw, trusted, refined)

    def _trace(self, layer: Layer, rows: Rows) -> LayerTrace | None:
        version = self.versions.get(layer)
        return LayerTrace(version.version, version.created_at, rows) if version else None

    def _evidence(self, kind: Kind, found: Explanation, rows: Mapping[Layer, Rows]) -> Evidence:
        trusted, refined, said = rows[Layer.TRUSTED], rows[Layer.REFINED], found.said
        rejected = {(row["origem"], row["conteudo"]) for row in trusted.get(QUARANTINE_NAME, [])}
        in_facts = bool(refined.get(kind.names.facts))
        is_film = kind is Kind.MOVIES
        return Evidence(
            missing=None if said else self._missing,
            left_out=found.left_out,
            rejected=said is not None and _is_among(rejected, said),
            in_trusted=bool(trusted.get("titulos")),
            asked=self.asked(self.lake, kind, found.title_id),
            has_answers=bool(found.answers),
            answers_rejected=all(_is_among(rejected, answer) for answer in found.answers),
            answer_in_trusted=bool(trusted.get(kind.names.answers)),
            in_dimension=bool(refined.get(kind.names.dimension)),
            in_facts=in_facts,
            condition=report_condition(self.session, found.title_id, self.parameters) if in_facts and is_film else None,
        )


def _is_among(rejected: set[tuple[str, str]], sighting: Sighting) -> bool:
    """Whether all that a file says of a title was rejected."""
    return all((sighting.key, text) in rejected for text in sighting.texts)


@contextmanager
def _open_tracer(lake: Lake, memory: str, parameters: dict[str, Value], asked: Asked) -> Iterator[_Tracer]:
    versions = {layer: found for layer in Layer if (found := lake.versions.current(layer))}
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        tables = [table for layer in LAYERS if layer in versions for table in tables_of(lake, versions[layer], scratch)]
        with open_session(tables, memory) as session:
            yield _Tracer(lake, versions, session, scratch, parameters, asked)

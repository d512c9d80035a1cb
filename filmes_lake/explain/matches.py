"""Titles by the text of their names: IMDb's, the original one, and TMDB's in the language asked for."""

from dataclasses import dataclass
from pathlib import Path

from filmes_lake.engines.duckdb.session import LocalSession
from filmes_lake.ingest.csv_source.names import NamedTitle, titles_named
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import LINES
from filmes_lake.models.spellings import plain_text
from filmes_lake.models.values import whole_number

_ANSWERS = " UNION ALL ".join(
    f"SELECT '{kind.tipo}' AS tipo, id_titulo, titulo FROM {kind.names.answers}" for kind in Kind
)
_IN_TRUSTED = f"""
WITH respostas AS ({_ANSWERS}),
nomes AS (
  SELECT t.*, r.titulo AS titulo_tmdb, [t.titulo_principal, t.titulo_original, r.titulo] AS escritos
  FROM titulos AS t
  LEFT JOIN respostas AS r ON r.tipo = t.tipo AND r.id_titulo = t.id_titulo
)
SELECT tipo, id_titulo, titulo_principal, titulo_original, ano_lancamento, numero_votos, titulo_tmdb
FROM nomes
WHERE CONTAINS(STRIP_ACCENTS(LOWER(ARRAY_TO_STRING(escritos, CHR(10)))), STRIP_ACCENTS(LOWER($texto)))
ORDER BY numero_votos DESC NULLS LAST, tipo, id_titulo
"""


@dataclass(frozen=True)
class Match:
    """A title whose name holds the text; votes are IMDb's, None where unknown."""

    title_id: str
    kind: Kind
    title: str | None
    original_title: str | None
    tmdb_title: str | None
    year: int | None
    votes: int | None

    def is_exact(self, text: str) -> bool:
        """Whether one of its names is just the text, accents and case aside."""
        names = (self.title, self.original_title, self.tmdb_title)
        return plain_text(text) in {plain_text(name) for name in names if name}


def find_in_trusted(session: LocalSession, text: str) -> list[Match]:
    """Titles of Trusted whose names hold the text, those with most votes first; only exact ones where there are any."""
    kinds = {kind.tipo: kind for kind in Kind}
    matches = [
        Match(title_id, kinds[tipo], title, original, tmdb, year, votes)
        for tipo, title_id, title, original, year, votes, tmdb in session.rows(_IN_TRUSTED, {"texto": text}).rows
    ]
    return _exact_first(matches, text)


def find_in_raw(lake: Lake, raw: Manifest, text: str, scratch: Path) -> list[Match]:
    """The same from the current CSVs, for what is in no table yet; reading them through takes a while."""
    matches = [_match(title) for kind in Kind for title in titles_named(lake, raw, kind, text, scratch)]
    return _exact_first(matches, text)


def _match(title: NamedTitle) -> Match:
    values = {column.name: title.values.get(column.source, "") for column in columns_of(LINES[title.kind])}
    year, votes = (whole_number(values[name]) for name in ("ano_lancamento", "numero_votos"))
    names = (values["titulo_principal"], values["titulo_original"])
    return Match(title.title_id, title.kind, *names, None, year, votes)


def _exact_first(matches: list[Match], text: str) -> list[Match]:
    return [match for match in matches if match.is_exact(text)] or matches

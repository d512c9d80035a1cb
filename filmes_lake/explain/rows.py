"""A title's rows in the tables of Trusted and Refined, in sessions over their current versions."""

from collections.abc import Mapping, Sequence
from typing import Any

from filmes_lake.engines.duckdb.session import LocalSession
from filmes_lake.ingest.source import Sighting
from filmes_lake.models.kinds import Kind
from filmes_lake.models.source import TrustedTable
from filmes_lake.models.tables import QUARANTINE
from filmes_lake.models.title_ids import TITLE_COLUMN
from filmes_lake.models.trusted import Pessoa
from filmes_lake.reports.parameters import Value
from filmes_lake.reports.texts import FILMS, sql_of, used

Rows = dict[str, list[dict[str, Any]]]
QUARANTINE_NAME = QUARANTINE.table.name
_KIND = "tipo"
_WITH_NAMES = f"""
SELECT c.*, p.nome_artista
FROM {{table}} AS c
LEFT JOIN {Pessoa.table.name} AS p ON p.id_artista = c.id_artista
WHERE {{wanted}}
ORDER BY p.nome_artista, c.papel, c.personagem
"""


def has_kind(table: TrustedTable) -> bool:
    """Whether a table of Trusted keeps films and series apart."""
    return table.kind is not None or _KIND in table.model.model_fields


def trusted_rows(
    session: LocalSession, tables: Sequence[TrustedTable], kind: Kind | None, title_id: str, found: Sequence[Sighting]
) -> Rows:
    """Its rows in these tables of Trusted; of the quarantine those whose text is that of a line or an answer about it.

    Of a title of no kind known, those in tables that have no kinds.
    """
    rows: Rows = {}
    names_people = Pessoa in [table.model for table in tables]  # an older program kept them on each credit
    for table in tables:
        name, columns = table.model.table.name, table.model.model_fields
        if table.model is QUARANTINE:
            rows[name] = _rejected(session, found) if found else []
        elif TITLE_COLUMN in columns and (not has_kind(table) or (kind and table.kind in (None, kind))):
            bound = {TITLE_COLUMN: title_id, **({_KIND: kind.tipo} if kind and _KIND in columns else {})}
            wanted = " AND ".join(f"{column} = ${column}" for column in bound)
            select = (
                _WITH_NAMES if names_people and _refers_to_people(table) else "SELECT * FROM {table} WHERE {wanted}"
            )
            rows[name] = _rows(session, select.format(table=name, wanted=wanted), bound)
    return rows


def _refers_to_people(table: TrustedTable) -> bool:
    return any(reference.table == Pessoa.table.name for reference in table.model.table.references)


def _rejected(session: LocalSession, found: Sequence[Sighting]) -> list[dict[str, Any]]:
    texts = {
        "origens": [sighting.key for sighting in found],
        "conteudos": [text for sighting in found for text in sighting.texts],
    }
    wanted = "LIST_CONTAINS($origens, origem) AND LIST_CONTAINS($conteudos, conteudo)"
    return _rows(session, f"SELECT * FROM {QUARANTINE_NAME} WHERE {wanted} ORDER BY origem, linha", texts)


def refined_rows(session: LocalSession, kind: Kind, title_id: str) -> Rows:
    """Its rows in Refined by table; those of the bridges with the names that they lead to."""
    names, bound = kind.names, {"id": title_id}
    dimension, facts, key, genres, artists = names.dimension, names.facts, names.key, names.genres, names.artists
    return {
        dimension: _rows(session, f"SELECT * FROM {dimension} WHERE {key} = $id", bound),
        genres: _rows(
            session,
            f"SELECT p.*, d.genero FROM {genres} AS p INNER JOIN dim_genero AS d ON d.id_genero = p.id_genero "
            f"WHERE p.{key} = $id ORDER BY d.genero",
            bound,
        ),
        artists: _rows(
            session,
            f"SELECT p.*, d.nome_artista FROM {artists} AS p INNER JOIN dim_artista AS d "
            f"ON d.id_artista = p.id_artista WHERE p.{key} = $id ORDER BY d.nome_artista, p.papel",
            bound,
        ),
        facts: _rows(session, f"SELECT * FROM {facts} WHERE {key} = $id", bound),
    }


def report_condition(session: LocalSession, title_id: str, parameters: Mapping[str, Value]) -> str | None:
    """What keeps a film of Refined out of the film reports' selection; None where they count it."""
    text = sql_of(FILMS)
    sql = f"SELECT condicao FROM ({text}) WHERE id_filme = :id"
    rows = session.answer(sql, {**used(text, parameters), "id": title_id}).rows
    return rows[0][0] if rows else None


def _rows(session: LocalSession, sql: str, bound: Mapping[str, Any]) -> list[dict[str, Any]]:
    result = session.rows(sql, bound)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]

"""A title's rows in the tables of Trusted and Refined, in sessions over their current versions."""

from collections.abc import Mapping, Sequence
from typing import Any

from filmes_lake.engines.duckdb.session import LocalSession
from filmes_lake.explain.raw_trace import Answer, CsvTrace
from filmes_lake.models.kinds import Kind
from filmes_lake.models.tmdb import RECORDS
from filmes_lake.reports.parameters import Value
from filmes_lake.reports.texts import FILMS, sql_of, used

Rows = dict[str, list[dict[str, Any]]]
REJECTED = "rejeitados"


def trusted_rows(
    session: LocalSession, kind: Kind, title_id: str, csv: CsvTrace | None, answers: Sequence[Answer]
) -> Rows:
    """Its rows in Trusted by table; of the rejects those whose text is that of a line or an answer about it."""
    title = {"tipo": kind.tipo, "id": title_id}
    texts = {
        "origens": [*([csv.key] if csv else []), *(answer.part for answer in answers)],
        "conteudos": [*(csv.texts if csv else ()), *(answer.text for answer in answers)],
    }
    answer_table = RECORDS[kind].table.name
    rejected = (
        f"SELECT * FROM {REJECTED} WHERE LIST_CONTAINS($origens, origem) AND LIST_CONTAINS($conteudos, conteudo) "
        "ORDER BY origem, linha"
    )
    return {
        "titulos": _rows(session, "SELECT * FROM titulos WHERE tipo = $tipo AND id_titulo = $id", title),
        "creditos": _rows(session, "SELECT * FROM creditos WHERE tipo = $tipo AND id_titulo = $id", title),
        answer_table: _rows(session, f"SELECT * FROM {answer_table} WHERE id_titulo = $id", {"id": title_id}),
        REJECTED: _rows(session, rejected, texts) if texts["origens"] else [],
    }


def refined_rows(session: LocalSession, kind: Kind, title_id: str) -> Rows:
    """Its rows in Refined by table; those of the bridges with the names that they lead to."""
    noun, bound = kind.tipo, {"id": title_id}
    dimension, facts = dimension_of(kind), facts_of(kind)
    genres, artists = f"ponte_{noun}_genero", f"ponte_{noun}_artista"
    return {
        dimension: _rows(session, f"SELECT * FROM {dimension} WHERE id_{noun} = $id", bound),
        genres: _rows(
            session,
            f"SELECT p.*, d.genero FROM {genres} AS p INNER JOIN dim_genero AS d ON d.id_genero = p.id_genero "
            f"WHERE p.id_{noun} = $id ORDER BY d.genero",
            bound,
        ),
        artists: _rows(
            session,
            f"SELECT p.*, d.nome_artista FROM {artists} AS p INNER JOIN dim_artista AS d "
            f"ON d.id_artista = p.id_artista WHERE p.id_{noun} = $id ORDER BY d.nome_artista, p.papel",
            bound,
        ),
        facts: _rows(session, f"SELECT * FROM {facts} WHERE id_{noun} = $id", bound),
    }


def dimension_of(kind: Kind) -> str:
    """The table with a row for every title of the kind."""
    return f"dim_{kind.tipo}"


def facts_of(kind: Kind) -> str:
    """The table with a row for every title of the kind that TMDB knows."""
    return f"fato_desempenho_{kind.tipo}s"


def report_condition(session: LocalSession, title_id: str, parameters: Mapping[str, Value]) -> str | None:
    """What keeps a film of Refined out of the film reports' selection; None where they count it."""
    text = sql_of(FILMS)
    sql = f"SELECT condicao FROM ({text}) WHERE id_filme = :id"
    rows = session.answer(sql, {**used(text, parameters), "id": title_id}).rows
    return rows[0][0] if rows else None


def _rows(session: LocalSession, sql: str, bound: Mapping[str, Any]) -> list[dict[str, Any]]:
    result = session.rows(sql, bound)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]

"""The same rows are the same bytes, whatever DuckDB's plan proves about them."""

from pathlib import Path

from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.models.source import Use
from filmes_lake.models.trusted import Rejeitado

ROW = "SELECT 'a.csv' AS origem, CAST(2 AS BIGINT) AS linha, 'x' AS conteudo, 'numero_de_colunas' AS motivo"


def test_what_a_plan_knows_of_nulls_shows_nowhere_in_a_file(tmp_path: Path) -> None:
    """Of a table's columns it knows that they have none, of those of a join's other side it does not."""
    plans = "SELECT * FROM linhas", "SELECT linhas.* FROM (SELECT 1) LEFT JOIN linhas ON TRUE"
    with DuckDBEngine("100MB", 1).sessions(tmp_path) as open_session, open_session(0) as session:
        session.stage("linhas", ROW, Use.KEEP)
        known, unknown = (
            Path(file.location).read_bytes()
            for place, sql in enumerate(plans)
            for file in session.write(Rejeitado, sql, str(tmp_path / str(place)))
        )

    assert known == unknown

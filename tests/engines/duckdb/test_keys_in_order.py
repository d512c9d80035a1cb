"""A table that is sorted by its key is looked through when it is written: then no audit need count its keys."""

from pathlib import Path

import pytest

from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.models.refined import PonteFilmeArtista

ALIKE = "('tt0000001', 'ana', 'actor')"


@pytest.mark.parametrize(
    ("others", "unique"),
    [
        ("('tt0000001', 'ana', 'writer'), ('tt0000001', 'zoe', 'actor'), ('tt10000000', 'ana', 'actor')", True),
        ("('tt0000002', 'ana', NULL)", True),
        ("('tt0000002', 'ana', 'actor'), ('tt0000001', 'ana', 'actor')", False),
        ("('tt0000002', 'ana', NULL), ('tt0000002', 'ana', NULL)", False),
    ],
)
def test_a_key_that_stands_twice_is_seen_in_the_tables_order(tmp_path: Path, others: str, *, unique: bool) -> None:
    rows = f"SELECT * FROM (VALUES {ALIKE}, {others}) AS pares (id_filme, id_artista, papel)"
    order = ", ".join(f"{term} NULLS FIRST" for term in PonteFilmeArtista.table.sort)
    with DuckDBEngine("100MB", 2).sessions(tmp_path) as open_session, open_session(0) as session:
        session.write(PonteFilmeArtista, f"{rows} ORDER BY {order}", str(tmp_path / "made"))

        assert session.is_unique(PonteFilmeArtista.table.name) == unique

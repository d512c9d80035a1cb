"""The audits guard our own SQL: a broken statement publishes nothing and shows rows that are wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from filmes_lake.engines.duckdb import transforms as duckdb_transforms
from filmes_lake.errors import ChecksFailed
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.transform.audits import audits_of
from filmes_lake.transform.pipeline import TransformRequest, transform
from tests.schema import REFINED, TRUSTED, model_of
from tests.transform.engines import TamperedEngine
from tests.transform.lakes import BOTH, SmallLake, film_answer, movie_line, series_answer, series_line

Change = Callable[[str], str]


def twice(sql: str) -> str:
    return f"SELECT * FROM ({sql}) UNION ALL SELECT * FROM ({sql})"


def each_twice(sql: str) -> str:
    """Both rows where the one would stand, so that they come in order."""
    return sql.replace("FROM titulos AS t", "FROM (SELECT *, UNNEST([1, 2]) AS vez FROM titulos) AS t")


def none(sql: str) -> str:
    return f"SELECT * FROM ({sql}) WHERE FALSE"


def but_one(sql: str) -> str:
    return f"SELECT * FROM ({sql}) LIMIT (SELECT COUNT(*) - 1 FROM ({sql}))"


def one_less(sql: str) -> str:
    """Each group of two lines counts as one."""
    return f"SELECT * REPLACE (CASE WHEN linhas = 2 THEN 1 ELSE linhas END AS linhas) FROM ({sql})"


def with_value(column: str, value: str) -> Change:
    return lambda sql: f"SELECT * REPLACE ({value} AS {column}) FROM ({sql})"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("made"))
    small.movies(movie_line("tt0000001"), movie_line("tt0000002"), movie_line("tt0000002"), "bad")
    small.series(series_line("tt0000003"))
    small.answers(film_answer("tt0000001"), film_answer("tt0000002"), film_answer("bad"))
    small.tmdb(Kind.SERIES, series_answer("tt0000003"))
    small.transform()
    small.answers(film_answer("tt0000001", popularity=99.0))
    return small


@pytest.fixture
def lake(made: SmallLake, tmp_path: Path) -> SmallLake:
    """A lake with current versions and something new in Raw."""
    return made.copied(tmp_path)


# A table, what its statement does wrong, and what the error must say.
BROKEN: list[tuple[str, Change, str]] = [
    ("titulos", twice, r"titulos: key \(tipo, id_titulo\) is not unique .*tipo=filme, id_titulo=tt0000001, vezes=2"),
    ("creditos", with_value("id_artista", "CAST(NULL AS VARCHAR)"), r"creditos: id_artista is null"),
    ("dim_artista", with_value("id_artista", "'x'"), r"ponte_filme_artista: \(id_artista\) is not in dim_artista"),
]
# Every kind of audit, and the same of other tables and columns.
MORE: list[tuple[str, Change, str]] = [
    ("titulos", with_value("tipo", "'novela'"), r"tipo is not in its list .*tipo=novela"),
    ("creditos", but_one, r"creditos: rows 2, lines kept 3"),
    ("titulos", with_value("ano_lancamento", "1066"), r"ano_lancamento is out of range .*ano_lancamento=1066"),
    ("titulos", none, r"creditos: \(tipo, id_titulo\) is not in titulos .*id_titulo=tt0000001"),
    ("pessoas", none, r"creditos: \(id_artista\) is not in pessoas .*id_artista="),
    ("pessoas", twice, r"pessoas: key \(id_artista\) is not unique .*vezes=2"),
    ("rejeitados", none, r"rejeitados: rows 0, lines rejected and records rejected 2"),
    ("dim_filme", twice, r"dim_filme: key \(id_filme\) is not unique .*id_filme=tt0000001, vezes=2"),
    ("creditos", twice, r"creditos: rows 6, lines kept 3"),
    ("rejeitados", with_value("motivo", "'sei_la'"), r"motivo is not in its list .*motivo=sei_la"),
    ("tmdb_filmes", but_one, r"tmdb_filmes: rows 1, records kept 2"),
    ("tmdb_series", twice, r"tmdb_series: key \(id_titulo\) is not unique .*id_titulo=tt0000003"),
    ("dim_filme", each_twice, r"dim_filme: key \(id_filme\) is not unique .*id_filme=tt0000001, vezes=2"),
    ("dim_filme", none, r"\(id_filme\) is not in dim_filme .*id_filme=tt0000001"),
    ("dim_data", none, r"fato_desempenho_filmes: \(id_data\) is not in dim_data .*id_data=19990331"),
    ("dim_genero", none, r"ponte_filme_genero: \(id_genero\) is not in dim_genero"),
    ("ponte_filme_artista", twice, r"ponte_filme_artista: key \(id_filme, id_artista, papel\) is not unique"),
    ("fato_desempenho_filmes", twice, r"fato_desempenho_filmes: key \(id_filme\) is not unique"),
    (
        "fato_desempenho_filmes",
        with_value("orcamento", "CAST(-1 AS BIGINT)"),
        r"orcamento is out of range .*orcamento=-1",
    ),
    ("fato_desempenho_filmes", with_value("ano_base", "CAST(NULL AS INTEGER)"), r"ano_base is null"),
    ("fato_desempenho_filmes", with_value("suspeito", "'sei_la'"), r"suspeito is not in its list"),
    ("fato_desempenho_series", twice, r"fato_desempenho_series: key \(id_serie\) is not unique"),
]


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [*BROKEN, *(pytest.param(*case, marks=pytest.mark.slow) for case in MORE)],
    ids=[f"{table} {number}" for number, (table, *_) in enumerate([*BROKEN, *MORE])],
)
def test_a_broken_statement_publishes_nothing_and_shows_rows(
    lake: SmallLake, table: str, change: Change, message: str
) -> None:
    layer = Layer.TRUSTED if model_of(table) in TRUSTED else Layer.REFINED
    before = lake.manifest(layer)

    with pytest.raises(ChecksFailed, match=message):
        transform(lake.lake, TamperedEngine({table: change}), TransformRequest([layer], force=True))
    assert lake.manifest(layer) == before


@pytest.mark.slow
def test_lines_lost_on_the_way_are_found(lake: SmallLake) -> None:
    with pytest.raises(ChecksFailed, match=r"movies: lines read 3, lines ingested 4"):
        transform(
            lake.lake, TamperedEngine({"artistas_de_filmes": but_one}), TransformRequest([Layer.TRUSTED], force=True)
        )


@pytest.mark.slow
def test_lines_lost_on_the_way_to_titles_are_found(lake: SmallLake) -> None:
    with pytest.raises(ChecksFailed, match=r"movies: lines not rejected 3, lines that titles are made of 2"):
        transform(lake.lake, TamperedEngine({"variantes": one_less}), TransformRequest([Layer.TRUSTED], force=True))


@pytest.mark.slow
def test_records_lost_on_the_way_are_found(lake: SmallLake) -> None:
    with pytest.raises(ChecksFailed, match=r"tmdb_movies: records read 3, records ingested 4"):
        transform(
            lake.lake, TamperedEngine({"registros_filmes": but_one}), TransformRequest([Layer.TRUSTED], force=True)
        )


@pytest.mark.slow
def test_where_all_hashes_are_the_same_tables_and_reconciliation_stay(
    lake: SmallLake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everything() -> object:
        tables = {model.table.name: sorted(map(str, lake.table(model.table.name))) for model in TRUSTED + REFINED}
        return tables, lake.reconciliation()

    line, other = movie_line("tt0000001"), movie_line("tt0000002")
    alike = [
        movie_line("tt0000001", **{column: value})
        for column, value in (("nome_artista", "Bia"), ("papel", "writer"), ("personagem", "Ana"), ("papel", r"\N"))
    ]
    lake.movies(line, other, *alike, line, *alike, movie_line("tt0000002", nome_artista=r"\N"), "bad")
    lake.transform()
    before = everything()
    assert (lake.reconciliation()["kept"], lake.reconciliation()["duplicates"]) == (6, 5)

    same = ", ".join(f"({names}) AS 7" for names in ("a", "a, b", "a, b, c"))
    monkeypatch.setattr(duckdb_transforms, "_HASH", f"CREATE TEMP MACRO xxhash64{same}")

    lake.transform(force=True)
    assert everything() == before
    with pytest.raises(ChecksFailed, match=r"dim_filme: key .* is not unique"):
        transform(lake.lake, TamperedEngine({"dim_filme": twice}), TransformRequest([Layer.REFINED], force=True))


def test_failed_checks_report_every_violation_at_once_and_leave_nothing_of_the_run(lake: SmallLake) -> None:
    pointer, files = (lake.folder / "_ops/current.json").read_bytes(), published(lake)

    with pytest.raises(ChecksFailed) as caught:
        transform(
            lake.lake, TamperedEngine({"titulos": twice, "creditos": but_one}), TransformRequest(BOTH, force=True)
        )

    assert "titulos: key" in caught.value.message
    assert "creditos: rows" in caught.value.message
    assert (lake.folder / "_ops/current.json").read_bytes() == pointer
    assert published(lake) == files


def published(lake: SmallLake) -> list[Path]:
    return sorted(path for layer in ("Trusted", "Refined") for path in (lake.folder / layer).rglob("*.parquet"))


def test_failed_checks_of_refined_exit_with_3_and_are_in_the_ledger_and_leave_the_new_trusted(lake: SmallLake) -> None:
    before = lake.manifest(Layer.TRUSTED).version
    with pytest.raises(ChecksFailed) as caught:
        transform(lake.lake, TamperedEngine({"dim_genero": none}), TransformRequest(BOTH, force=True))

    assert caught.value.exit_code == 3
    (run,) = lake.lake.ledger.runs(1)
    assert (run.outcome, run.error) == ("failed", caught.value.message)
    assert lake.manifest(Layer.TRUSTED).version != before


@pytest.mark.slow
def test_after_failed_checks_the_next_run_of_the_right_sql_publishes(lake: SmallLake) -> None:
    with pytest.raises(ChecksFailed):
        transform(lake.lake, TamperedEngine({"titulos": twice}), TransformRequest(BOTH, force=True))
    lake.transform()

    assert {row["popularidade"] for row in lake.table("fato_desempenho_filmes")} == {10.5, 99.0}


@pytest.mark.parametrize("planted", [3, pytest.param(5, marks=pytest.mark.slow)])
def test_the_count_of_ingest_and_of_the_engine_must_agree(lake: SmallLake, planted: int) -> None:
    lake.plant_line_count(Kind.MOVIES, planted)
    before = lake.manifest(Layer.TRUSTED)

    with pytest.raises(ChecksFailed, match=f"movies: lines read 4, lines ingested {planted}"):
        lake.transform(Layer.TRUSTED)
    assert lake.manifest(Layer.TRUSTED) == before


def test_every_table_with_a_key_is_audited_for_it() -> None:
    for model in (*TRUSTED, *REFINED):
        rules = [audit.rule for audit in audits_of(model)]
        assert any("is not unique" in rule for rule in rules) == bool(model.table.key)

"""Which titles are selected, out of the lake's own CSV."""

from pathlib import Path

import pytest

from filmes_lake.errors import NotFound, UsageError
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.tmdb.titles import TitleFilter, select_titles
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import header_of

NULL = "\\N"


def line(
    title_id: str, *, year: str = "1999", genres: str = "Drama", votes: str = "100", artist: str = "Somebody"
) -> str:
    return "|".join([title_id, "T", "T", year, "90", genres, "7.0", votes, "actor", NULL, artist, *[NULL] * 4])


def select(lake: Lake, tmp_path: Path, lines: list[str], kind: Kind = Kind.MOVIES, **wanted: object) -> list[str]:
    file = tmp_path / "movies.csv"
    file.write_text("\n".join(["|".join(header_of(kind)), *lines]) + "\n", encoding="utf-8")
    ingest_csv(lake, [file], None, None)
    return select_titles(lake, kind, TitleFilter(**wanted), tmp_path)  # type: ignore[arg-type]


def test_a_title_with_many_lines_is_one_title(lake: Lake, tmp_path: Path) -> None:
    assert select(lake, tmp_path, [line("tt0000001", artist=str(n)) for n in range(9)]) == ["tt0000001"]


def test_the_most_voted_come_first(lake: Lake, tmp_path: Path) -> None:
    lines = [line("tt0000001", votes="5"), line("tt0000002", votes=NULL), line("tt0000003", votes="50")]

    assert select(lake, tmp_path, lines) == ["tt0000003", "tt0000001", "tt0000002"]


def test_the_limit_leaves_the_most_voted(lake: Lake, tmp_path: Path) -> None:
    lines = [line(f"tt000000{n}", votes=str(n)) for n in range(1, 6)]

    assert select(lake, tmp_path, lines, limit=2) == ["tt0000005", "tt0000004"]


def test_any_of_the_genres_will_do_whatever_their_case(lake: Lake, tmp_path: Path) -> None:
    lines = [line("tt0000001", genres="Crime,Drama"), line("tt0000002", genres=" War "), line("tt0000003")]

    assert select(lake, tmp_path, lines, genres=("crime", "WAR")) == ["tt0000001", "tt0000002"]


def test_a_genre_that_no_title_has_is_a_slip_of_the_pen(lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--genre crme: no title") as caught:
        select(lake, tmp_path, [line("tt0000001", genres="Crime")], genres=("crme",))
    assert caught.value.hint == "there are: Crime"


def test_a_genre_may_be_another_kinds_where_both_are_asked_about(lake: Lake, tmp_path: Path) -> None:
    assert select(lake, tmp_path, [line("tt0000001")], genres=("News",), may_miss_genres=True) == []


@pytest.mark.parametrize(("least", "chosen"), [(2000, ["tt0000001"]), (1999, ["tt0000001", "tt0000002"])])
def test_years_before_the_least_and_unknown_ones_are_out(
    lake: Lake, tmp_path: Path, least: int, chosen: list[str]
) -> None:
    lines = [line("tt0000001", year="2000"), line("tt0000002", year="1999"), line("tt0000003", year=NULL)]

    assert select(lake, tmp_path, lines, min_year=least) == chosen


def test_a_value_out_of_its_range_is_unknown(lake: Lake, tmp_path: Path) -> None:
    lines = [line("tt0000001", year="9999"), line("tt0000002", year="abcd"), line("tt0000003", votes="12.5")]

    assert select(lake, tmp_path, lines, min_year=1900, min_votes=1) == []


def test_whole_numbers_may_be_written_with_a_point(lake: Lake, tmp_path: Path) -> None:
    lines = [line("tt0000001", year="1983.0", votes="2e6"), line("tt0000002", votes="2000000.0")]
    lines += [line("tt0000003", year="1982.0", votes="2000000.0"), line("tt0000004", votes="2147483648.0")]

    assert select(lake, tmp_path, lines, min_year=1983, min_votes=1000) == ["tt0000001", "tt0000002"]


def test_a_title_is_asked_about_by_its_id_however_that_is_written(lake: Lake, tmp_path: Path) -> None:
    assert select(lake, tmp_path, [line("tt00038674"), line(" TT0038674 "), line("tt0038674")]) == ["tt0038674"]


def test_lines_that_trusted_rejects_choose_nothing(lake: Lake, tmp_path: Path) -> None:
    lines = [line("tt12"), line("nm0000001"), line("tt0000001") + "|one more", "", line(" tt0000002 ")]

    assert select(lake, tmp_path, lines) == ["tt0000002"]


def test_where_lines_disagree_most_decide_and_then_the_greatest(lake: Lake, tmp_path: Path) -> None:
    lines = [line("tt0000001", votes="10"), line("tt0000001", votes="900"), line("tt0000001", votes=NULL)]
    lines += [line("tt0000002", votes="900"), line("tt0000002", votes=" 10"), line("tt0000002", votes="10")]

    assert select(lake, tmp_path, lines, min_votes=900) == ["tt0000001"]


def test_without_a_csv_of_the_kind_it_says_what_to_do(lake: Lake, tmp_path: Path) -> None:
    select(lake, tmp_path, [line("tt0000001")])

    with pytest.raises(NotFound, match="no CSV of series"):
        select_titles(lake, Kind.SERIES, TitleFilter(), tmp_path)


def test_it_selects_what_trusted_would(lake: Lake, tmp_path: Path, sample: Path) -> None:
    """On the sample, the same titles as DuckDB's Trusted table gives for the same conditions."""
    import duckdb

    from filmes_lake.engines.duckdb.engine import DuckDBEngine
    from filmes_lake.models.kinds import Layer
    from filmes_lake.transform.pipeline import TransformRequest, transform

    ingest_csv(lake, [sample / "movies.csv"], None, None)
    transform(lake, DuckDBEngine(), TransformRequest([Layer.TRUSTED]))
    [file] = lake.require(Layer.TRUSTED).tables["titulos"].files
    wanted = duckdb.execute(
        f"SELECT id_titulo FROM '{lake.storage.local(file.key, tmp_path)}' "
        "WHERE list_has_any(generos, ['Crime', 'War']) AND ano_lancamento >= 1961 AND numero_votos >= 10000 "
        "ORDER BY numero_votos DESC, id_titulo"
    ).fetchall()

    chosen = select_titles(
        lake, Kind.MOVIES, TitleFilter(genres=("crime", "war"), min_year=1961, min_votes=10000), tmp_path
    )

    assert [(title_id,) for title_id in chosen] == wanted
    assert chosen

"""The star schema: which films are where, what a fact says, prices and implausible amounts."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.models.kinds import Kind
from tests.schema import REFINED
from tests.shares import slow_but
from tests.transform.lakes import NULL, SAMPLE, SmallLake, by, film_answer, movie_line, series_answer, series_line

PRICE_TABLE = Path(__file__).resolve().parents[2] / "filmes_lake/transform/sql/cpi_us.csv"
with PRICE_TABLE.open(encoding="utf-8") as opened:
    PRICES = {int(row["year"]): float(row["cpi_u"]) for row in csv.DictReader(opened)}
FIRST, LAST = min(PRICES), max(PRICES)


class Films:
    """Films under names instead of ids, in one lake."""

    def __init__(self, folder: Path) -> None:
        self.lake = SmallLake(folder)
        self._ids: dict[str, str] = {}
        self._lines: list[str] = []
        self._answers: list[dict[str, Any]] = []

    def add(self, name: str, line: dict[str, str] | None = None, answer: dict[str, Any] | None = None) -> None:
        """A film with an answer of TMDB, save where `answer` is None."""
        self._ids[name] = f"tt{len(self._ids):07d}"
        self._lines.append(movie_line(self._ids[name], **(line or {})))
        if answer is not None:
            self._answers.append(film_answer(self._ids[name], **answer))

    def build(self) -> "Films":
        self.lake.movies(*self._lines)
        self.lake.answers(*self._answers)
        self.lake.transform()
        self._tables = {name: by(self.lake.table(name), "id_filme") for name in ("dim_filme", "fato_desempenho_filmes")}
        return self

    def film(self, name: str) -> dict[str, Any]:
        return self._tables["dim_filme"][self._ids[name]]

    def has_fact(self, name: str) -> bool:
        return self._ids[name] in self._tables["fato_desempenho_filmes"]

    def fact(self, name: str) -> dict[str, Any]:
        return self._tables["fato_desempenho_filmes"][self._ids[name]]


SUSPICIONS: dict[str, tuple[str, dict[str, Any], str | None]] = {
    "budget of 9,999": ("1999", {"budget": 9_999}, "orcamento_baixo"),
    "budget of 10,000": ("1999", {"budget": 10_000}, None),
    "budget of 1": ("1999", {"budget": 1, "revenue": 0}, "orcamento_baixo"),
    "revenue of 9,999": ("1999", {"revenue": 9_999}, "receita_baixa"),
    "revenue of 10,000": ("1999", {"revenue": 10_000}, None),
    "revenue of 1, budget unknown": ("1999", {"budget": 0, "revenue": 1}, "receita_baixa"),
    "both low": ("1999", {"budget": 1, "revenue": 1}, "orcamento_baixo"),
    "600 million in the last year": (str(LAST), {"budget": 600_000_000}, None),
    "a dollar more in the last year": (str(LAST), {"budget": 600_000_001}, "orcamento_corrigido_alto"),
    "92.6 million in 1927": ("1927", {"budget": 92_620_000}, "orcamento_corrigido_alto"),
    "a huge budget of an unknown year": (NULL, {"budget": 900_000_000}, None),
    "nothing known": ("1999", {"budget": 0, "revenue": 0}, None),
    "a huge revenue": ("1999", {"revenue": 9_000_000_000}, None),
}


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Films:
    found = Films(tmp_path_factory.mktemp("films"))
    found.add("gain", answer={"budget": 1_000_000, "revenue": 3_000_000})
    found.add("loss", answer={"budget": 3_000_000, "revenue": 2_000_000})
    found.add("total loss", answer={"budget": 90_000_000, "revenue": 10_000})
    found.add("budget unknown", answer={"budget": 0})
    found.add("revenue unknown", answer={"revenue": 0})
    found.add("not in TMDB")
    found.add("without artists", {"nome_artista": NULL}, {})
    found.add("without genre", {"generos": NULL}, {})
    found.add("without runtime", {"tempo_minutos": NULL}, {"runtime": 0})
    found.add("runtime of TMDB", {"tempo_minutos": NULL}, {"runtime": 77})
    found.add("runtime of both", {"tempo_minutos": "100"}, {"runtime": 77})
    found.add("unknown date", answer={"release_date": ""})
    found.add("no votes", {"numero_votos": NULL, "nota_media": NULL}, {"vote_count": 0})
    for year in (str(FIRST - 1), str(FIRST), "1999", str(LAST), str(LAST + 1), "2200", NULL):
        found.add(f"film of {year}", {"ano_lancamento": year}, {"release_date": "1985-07-03"})
    for name, (year, answer, _) in SUSPICIONS.items():
        found.add(name, {"ano_lancamento": year}, answer)
    return found.build()


@pytest.mark.parametrize("name", ["not in TMDB", "without artists", "without genre", "without runtime", "unknown date"])
def test_every_film_of_the_csv_is_in_dim_filme(films: Films, name: str) -> None:
    assert films.film(name)["titulo_principal"] == "A Film"


@pytest.mark.parametrize("name", ["without artists", "without genre", "without runtime", "unknown date", "no votes"])
def test_every_film_that_tmdb_knows_has_a_fact(films: Films, name: str) -> None:
    assert films.has_fact(name)


def test_a_film_without_a_tmdb_record_has_no_fact(films: Films) -> None:
    assert not films.has_fact("not in TMDB")
    assert films.film("not in TMDB")["id_tmdb"] is None


@pytest.mark.parametrize(
    ("name", "minutes"), [("without runtime", None), ("runtime of TMDB", 77), ("runtime of both", 100)]
)
def test_the_runtime_is_imdbs_else_tmdbs(films: Films, name: str, minutes: int | None) -> None:
    assert films.film(name)["tempo_minutos"] == minutes


@pytest.mark.parametrize(
    ("name", "profit", "roi"),
    [("gain", 2_000_000, 2.0), ("loss", -1_000_000, -1 / 3), ("total loss", -89_990_000, -89_990_000 / 90_000_000)],
)
def test_defect_7_a_loss_is_in_the_facts_and_no_return_is_rounded(
    films: Films, name: str, profit: int, roi: float
) -> None:
    fact = films.fact(name)

    assert (fact["lucro"], fact["roi"]) == (profit, roi)


@pytest.mark.parametrize("name", ["budget unknown", "revenue unknown"])
def test_profit_and_return_are_null_unless_both_amounts_are_known(films: Films, name: str) -> None:
    assert (films.fact(name)["lucro"], films.fact(name)["roi"]) == (None, None)


@pytest.mark.parametrize(
    ("year", "of"), [(str(FIRST), FIRST), ("1999", 1999), (str(LAST), LAST), (str(LAST + 1), LAST), ("2200", LAST)]
)
def test_amounts_are_corrected_by_the_price_table_and_imdbs_year(films: Films, year: str, of: int) -> None:
    fact = films.fact(f"film of {year}")

    assert fact["orcamento_corrigido"] == pytest.approx(1_000_000 * PRICES[LAST] / PRICES[of], rel=1e-12)
    assert fact["receita_corrigida"] == pytest.approx(3_000_000 * PRICES[LAST] / PRICES[of], rel=1e-12)
    assert fact["ano_base"] == LAST


@pytest.mark.parametrize("year", [str(FIRST - 1), NULL])
def test_without_a_price_of_the_year_no_amount_is_corrected(films: Films, year: str) -> None:
    fact = films.fact(f"film of {year}")

    assert (fact["orcamento"], fact["orcamento_corrigido"], fact["receita_corrigida"]) == (1_000_000, None, None)


@pytest.mark.parametrize("name", SUSPICIONS)
def test_implausible_amounts_are_marked_with_their_reason(films: Films, name: str) -> None:
    assert films.fact(name)["suspeito"] == SUSPICIONS[name][2]


def test_votes_and_ratings_stand_apart_by_source(films: Films) -> None:
    fact = films.fact("gain")

    assert (fact["nota_media_tmdb"], fact["quantidade_votos_tmdb"]) == (7.1, 900)
    assert (fact["nota_media_imdb"], fact["quantidade_votos_imdb"]) == (7.5, 20_000)


def test_unknown_votes_stay_unknown(films: Films) -> None:
    fact = films.fact("no votes")

    assert [fact[name] for name in ("quantidade_votos_tmdb", "quantidade_votos_imdb", "nota_media_imdb")] == [None] * 3


def test_a_fact_without_a_date_hangs_on_the_unknown_one(films: Films) -> None:
    assert films.fact("unknown date")["id_data"] == -1


def test_the_unknown_date_is_a_row_like_any_other(films: Films) -> None:
    unknown = by(films.lake.table("dim_data"), "id_data")[-1]

    assert {unknown[name] for name in unknown if name != "id_data"} == {None}


def test_a_date_is_split_into_its_parts(films: Films) -> None:
    assert by(films.lake.table("dim_data"), "id_data")[19850703] == {
        "id_data": 19850703,
        "data": date(1985, 7, 3),
        "ano": 1985,
        "mes": 7,
        "dia": 3,
        "trimestre": "T3",
        "decada": 1980,
    }


def test_defect_5_a_film_is_one_fact_whatever_the_size_of_its_cast(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path)
    lake.movies(
        *(movie_line("tt0000001", nome_artista=f"Artist {number}") for number in range(9)), movie_line("tt0000002")
    )
    lake.answers(film_answer("tt0000001", budget=9_000_000), film_answer("tt0000002", budget=1_000_000))
    lake.transform()

    with lake.session() as session:
        result = session.query("SELECT COUNT(*), AVG(orcamento) FROM fato_desempenho_filmes")
    assert result.rows == [(2, 5_000_000.0)]


LAKES = [
    "only movies",
    "only series",
    "movies and answers",
    "series and answers",
    "answers about nothing",
    "the sample",
]


@pytest.fixture(scope="module", params=slow_but(["movies and answers"], LAKES))
def any_lake(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """Lakes that lack one input or another, and the sample."""
    small = SmallLake(tmp_path_factory.mktemp("any"))
    if request.param == "the sample":
        for kind in Kind:
            header, *lines = (SAMPLE / f"{kind.value}.csv").read_text(encoding="utf-8").splitlines()
            small.csv(kind, lines)
            assert header.startswith("id|")
        return _transformed(small)
    if "series" in request.param:
        small.series(series_line("tt0000001"), series_line("tt0000002", nome_artista=NULL, generos=NULL))
        if "answers" in request.param:
            small.tmdb(Kind.SERIES, series_answer("tt0000001"), series_answer("tt0000002", first_air_date=None))
    else:
        small.movies(movie_line("tt0000001"), movie_line("tt0000002", nome_artista=NULL, generos=NULL))
        if "answers" in request.param:
            known = "tt0000001" if "movies" in request.param else "tt0000009"
            small.answers(film_answer(known, release_date=""))
    return _transformed(small)


def _transformed(small: SmallLake) -> SmallLake:
    small.transform()
    return small


def test_every_reference_holds_in_every_lake(any_lake: SmallLake) -> None:
    for model in REFINED:
        for reference in model.table.references:
            ids = {row[reference.to[0]] for row in any_lake.table(reference.table)}
            assert {row[reference.columns[0]] for row in any_lake.table(model.table.name)} <= ids


def test_every_key_is_unique_in_every_lake(any_lake: SmallLake) -> None:
    for model in REFINED:
        by(any_lake.table(model.table.name), *model.table.key)


def test_every_title_is_in_its_dimension_in_every_lake(any_lake: SmallLake) -> None:
    for table, tipo, key in (("dim_filme", "filme", "id_filme"), ("dim_serie", "serie", "id_serie")):
        titles = [row["id_titulo"] for row in any_lake.table("titulos") if row["tipo"] == tipo]
        assert [row[key] for row in any_lake.table(table)] == titles


def test_every_lake_has_the_unknown_date(any_lake: SmallLake) -> None:
    assert any_lake.table("dim_data")[0]["id_data"] == -1

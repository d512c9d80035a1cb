"""CSVs of other forms, all the way: the tables are those of the lake's own form, and no record is lost in silence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from filmes_lake.engines.spark.transforms import SparkEngine
from filmes_lake.explain.title import explain_title
from filmes_lake.ingest.csv_source import SOURCE
from filmes_lake.ingest.delimited.ingest import IngestRequest, ingest_files
from filmes_lake.ingest.tmdb.ingest import ingest_saved_tmdb
from filmes_lake.ingest.tmdb.titles import TitleFilter, select_titles
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.raw import header_of
from tests.fakes.other_forms import commas, pandas, spreadsheet, written
from tests.schema import REFINED, TRUSTED
from tests.transform.lakes import MEMORY, SAMPLE, SmallLake, movie_line, reconciles
from tests.transform.twins import differences

pytest_plugins = ("tests.sparking",)
TABLES = [model.table.name for model in TRUSTED + REFINED]
OWN = (SAMPLE / "movies.csv").read_text(encoding="utf-8")
FORMS: dict[str, Callable[[str], bytes]] = {"own": str.encode, "pandas": pandas, "spreadsheet": spreadsheet}


def ingest(small: SmallLake, folder: Path, data: bytes, encoding: str = "utf-8") -> str:
    """Ingest the bytes as the films' CSV; its key."""
    file = folder / "films.csv"
    file.write_bytes(data)
    [landed] = ingest_files(small.lake, SOURCE, [file], IngestRequest(encoding=encoding))
    return landed.key


def ingested(form: str, folder: Path) -> SmallLake:
    """A lake with the sample's films in that form and TMDB's answers."""
    folder.mkdir(exist_ok=True)
    small = SmallLake(folder)
    ingest(small, folder, FORMS[form](OWN))
    ingest_saved_tmdb(small.lake, SAMPLE / "tmdb_movies.jsonl", Kind.MOVIES)
    return small


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = ingested("own", tmp_path_factory.mktemp("own"))
    small.transform()
    return small


@pytest.mark.parametrize("form", [pytest.param("pandas", marks=pytest.mark.slow), "spreadsheet"])
def test_the_tables_are_those_of_the_lakes_own_form(own: SmallLake, form: str, tmp_path: Path) -> None:
    small = ingested(form, tmp_path)
    small.transform()

    for table in TABLES:
        assert [_without_moments(row) for row in small.table(table)] == [
            _without_moments(row) for row in own.table(table)
        ], table
    assert len(small.table("fato_desempenho_filmes")) == 315
    assert small.reconciliation() == own.reconciliation()


def _without_moments(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "obtido_em"}  # when the answers were ingested


def test_titles_are_chosen_by_the_conversion(tmp_path: Path) -> None:
    lakes = {form: ingested(form, tmp_path / form) for form in FORMS}
    wanted = TitleFilter(genres=("crime",), min_year=1990, min_votes=500_000)
    chosen = {form: select_titles(small.lake, Kind.MOVIES, wanted, tmp_path) for form, small in lakes.items()}

    assert chosen["own"]
    assert chosen["pandas"] == chosen["spreadsheet"] == chosen["own"]


# --- what no table takes -----------------------------------------------------------------------------------

HEADER = list(header_of(Kind.MOVIES))
RECORDS = {
    "good": movie_line("tt0000001").split("|"),
    "bar": movie_line("tt0000002", personagem="X").replace("|X|", "|a\0b|").split("|"),
    "break": movie_line("tt0000003", personagem="two\nlines").split("|"),
    "id": movie_line("nm0000004", titulo_principal='The "Odd", One').split("|"),
    "short": movie_line("tt0000005").split("|")[:-1],
    "last": movie_line("tt0000006").split("|"),
}


def text_of(name: str) -> str:
    return written([[field.replace("\0", "|") for field in RECORDS[name]]]).removesuffix("\n")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A lake of a CSV with commas in which each record that can be wrong is."""
    folder = tmp_path_factory.mktemp("odd")
    small = SmallLake(folder)
    names = ["good", "bar", "break", "id", "short"]
    lines = [",".join(HEADER), *map(text_of, names), "", text_of("bar"), text_of("last")]
    ingest(small, folder, "\r\n".join(lines).encode())
    small.transform()
    return small


def test_rejected_records_are_those_of_the_file_with_their_own_lines(odd: SmallLake) -> None:
    rejected = [(row["linha"], row["conteudo"], row["motivo"]) for row in odd.table("rejeitados")]

    assert rejected == [
        (3, text_of("bar"), "numero_de_colunas"),
        (4, text_of("break"), "numero_de_colunas"),
        (6, text_of("id"), "id_invalido"),
        (7, text_of("short"), "numero_de_colunas"),
        (8, "", "linha_em_branco"),
        (9, text_of("bar"), "numero_de_colunas"),
    ]
    assert {row["origem"] for row in odd.table("rejeitados")} == {odd.manifest(Layer.RAW).tables["movies"].files[0].key}


def test_every_record_is_accounted_for(odd: SmallLake) -> None:
    found = odd.reconciliation()

    assert reconciles(found)
    assert (found["lines"], found["kept"], found["rejected"]) == (8, 2, 6)
    assert [row["id_titulo"] for row in odd.table("titulos")] == ["tt0000001", "tt0000006"]


@pytest.mark.parametrize(
    ("title", "outcome", "lines", "texts"),
    [
        ("tt0000002", "rejected", (3, 9), ("bar",)),
        ("tt0000003", "rejected", (4,), ("break",)),
        ("tt0000005", "rejected", (7,), ("short",)),
        ("tt0000006", "no_tmdb_record", (10,), ("last",)),
    ],
)
def test_explain_shows_the_records_as_they_stand_in_the_file(
    odd: SmallLake, title: str, outcome: str, lines: tuple[int, ...], texts: tuple[str, ...]
) -> None:
    [found] = explain_title(odd.lake, MEMORY, title, {}).explanations

    assert found.outcome.name == outcome
    assert found.said
    assert (found.said.lines, found.said.texts) == (lines, tuple(map(text_of, texts)))
    assert found.said.values.get("anoLancamento", ("1999",)) == ("1999",)


def test_a_title_of_a_converted_file_is_found_by_its_name(odd: SmallLake, tmp_path: Path) -> None:
    small = odd.copied(tmp_path)
    ingest(
        small, tmp_path, commas(f"{'|'.join(HEADER)}\n{movie_line('tt0000008', titulo_principal='Só, Nós')}\n").encode()
    )

    [found] = explain_title(small.lake, MEMORY, "so, nos", {}).explanations

    assert (found.title_id, found.outcome.name) == ("tt0000008", "not_transformed")


def test_another_encoding_of_the_same_bytes_makes_trusted_stale(odd: SmallLake, tmp_path: Path) -> None:
    small = odd.copied(tmp_path)
    data = f"{'|'.join(HEADER)}\n{movie_line('tt0000001', titulo_principal='€')}\n".encode("cp1252")
    titles = []
    for encoding in ("iso8859-1", "cp1252"):
        ingest(small, tmp_path, data, encoding)
        small.transform(Layer.TRUSTED)
        titles += [row["titulo_principal"] for row in small.table("titulos")]

    assert titles == ["\x80", "€"]


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.timeout(900)
def test_spark_reads_the_same_conversion(odd: SmallLake, tmp_path: Path, spark: None) -> None:
    """Only Trusted is made of files. What Spark makes of Trusted is seen elsewhere, and takes it as long again."""
    other = odd.copied(tmp_path)
    other.engine = SparkEngine()
    other.transform(Layer.TRUSTED, force=True)
    other.engine = odd.engine
    other.transform(Layer.REFINED, force=True)

    assert differences(odd, other) == {}

"""Schema contracts at the command line: CSVs that gain, lose or rename a column, from the file to the tables."""

from pathlib import Path
from typing import Any

import pytest

from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import DELIMITER, header_of
from tests.in_process import Here
from tests.program import stored
from tests.transform.lakes import movie_line, series_line

pytest_plugins = ("tests.in_process", "tests.running")

EVOLVE = {"FILMES_LAKE_CONTRACTS_MOVIES": "evolve"}
HEADER = DELIMITER.join(header_of(Kind.MOVIES))
LINES = [
    movie_line("tt0000001"),
    movie_line("tt0000001", nome_artista="Rui Mar"),
    movie_line("tt0000002", ano_lancamento="abcd"),
    "",
    movie_line("nm0000003"),
]
TABLES = ("titulos", "creditos", "dim_filme", "ponte_filme_artista")
PLACES = {"front": 0, "middle": 5, "end": 15}
PLACE = pytest.mark.parametrize(
    "place", [pytest.param(name, marks=() if name == "middle" else pytest.mark.slow) for name in PLACES]
)


def gained(line: str, place: int, value: str) -> str:
    """A line with one field more; blank lines stay blank."""
    fields = line.split(DELIMITER)
    return DELIMITER.join((*fields[:place], value, *fields[place:])) if line else line


def write(here: Here, header: str, lines: list[str]) -> Path:
    path = here.folder / "movies.csv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def write_gained(here: Here, place: int, *more: str) -> Path:
    """The CSV with one column more at `place`, and more lines as they are."""
    lines = [gained(line, place, f"País {number}") for number, line in enumerate(LINES)]
    return write(here, gained(HEADER, place, "pais"), [*lines, *more])


def tables(here: Here) -> dict[str, Any]:
    assert here.run("transform", "all").code == 0
    return {name: here.run("query", f"SELECT * FROM {name} ORDER BY ALL", "--json").document for name in TABLES}


def accounting(here: Here) -> Any:
    return here.run("status", "--json").document["accounting"]["movies"]


@pytest.fixture
def plain(here: Here) -> tuple[dict[str, Any], Any]:
    """The tables and the reconciliation of the CSV without a new column."""
    other = Here(here.folder / "plain", here.capture)
    other.folder.mkdir()
    assert other.run("ingest", "csv", write(other, HEADER, LINES)).code == 0
    return tables(other), accounting(other)


@PLACE
@pytest.mark.slow
def test_a_column_gained_under_evolve_changes_no_table_and_no_reconciliation(
    place: str, here: Here, plain: tuple[dict[str, Any], Any]
) -> None:
    assert here.run("ingest", "csv", write_gained(here, PLACES[place]), **EVOLVE).code == 0

    assert (tables(here), accounting(here)) == plain


def test_a_gained_column_is_kept_in_raw_and_reported(here: Here) -> None:
    source = write_gained(here, 5)
    text = here.run("ingest", "csv", source, **EVOLVE)
    (again,) = here.run("ingest", "csv", source, "--json", **EVOLVE).document["files"]

    assert "new columns stay in Raw, no table has them: pais" in text.err
    assert (again["status"], again["new_columns"]) == ("unchanged", ["pais"])
    assert (here.folder / "lake" / again["key"]).read_bytes() == source.read_bytes()
    assert here.run("runs", "--json").document["runs"][0]["counts"]["movies"]["new_columns"] == ["pais"]


@PLACE
def test_lines_are_held_to_the_files_own_number_of_columns(place: str, here: Here) -> None:
    as_the_model = movie_line("tt0000004")  # right by the model, one too few by this header
    too_many = gained(gained(movie_line("tt0000005"), 15, "x"), 15, "y")
    here.run("ingest", "csv", write_gained(here, PLACES[place], as_the_model, too_many), **EVOLVE)
    tables(here)

    rows = here.run("query", "SELECT linha, motivo, conteudo FROM rejeitados", "--json").document["rows"]
    wrong = [(row["linha"], row["conteudo"]) for row in rows if row["motivo"] == "numero_de_colunas"]
    assert sorted(wrong) == [(7, as_the_model), (8, too_many)]
    assert accounting(here)["rejected"] == 4


@pytest.mark.slow
def test_a_compressed_file_that_gained_a_column_is_read_by_its_header_too(
    here: Here, plain: tuple[dict[str, Any], Any]
) -> None:
    import gzip

    source = write_gained(here, 0)
    packed = source.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(source.read_bytes()))
    assert here.run("ingest", "csv", packed, **EVOLVE).code == 0

    assert (tables(here), accounting(here)) == plain


def test_the_contract_is_set_per_kind_in_the_settings_file(here: Here) -> None:
    (here.folder / "filmes-lake.toml").write_text('[contracts]\nmovies = "evolve"\n', encoding="utf-8")
    series = here.folder / "series.csv"
    header = DELIMITER.join((*header_of(Kind.SERIES), "pais"))
    series.write_text(f"{header}\n{series_line('tt0000009')}|Brasil\n", encoding="utf-8")

    assert here.run("ingest", "csv", write_gained(here, 15)).code == 0
    assert "unknown: pais" in here.run("ingest", "csv", series).error


def test_a_file_of_each_contract_goes_in_whole_or_not_at_all(here: Here) -> None:
    series = here.folder / "series.csv"
    series.write_text(DELIMITER.join((*header_of(Kind.SERIES), "pais")) + "\nx\n", encoding="utf-8")

    assert here.run("ingest", "csv", write_gained(here, 15), series, **EVOLVE).code == 1
    assert stored(here.folder / "lake") == {}


REFUSED = {
    "gained": (gained(HEADER, 5, "pais"), "strict", "expected 15 columns, found 16 (unknown: pais)"),
    "gained by default": (gained(HEADER, 0, "pais"), "", "expected 15 columns, found 16 (unknown: pais)"),
    "lost, strict": (HEADER.replace("genero|", "", 1), "strict", "(missing: genero)"),
    "lost, evolve": (HEADER.replace("genero|", "", 1), "evolve", "(missing: genero)"),
    "renamed, strict": (HEADER.replace("notaMedia", "nota"), "strict", "(missing: notaMedia; unknown: nota)"),
    "renamed, evolve": (HEADER.replace("notaMedia", "nota"), "evolve", "(missing: notaMedia; unknown: nota)"),
    "lost and gained, evolve": (gained(HEADER, 0, "a")[:-22], "evolve", "missing: titulosMaisConhecidos; unknown: a"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_header_that_breaks_its_contract_is_refused_and_nothing_stored(case: str, here: Here) -> None:
    header, contract, complaint = REFUSED[case]
    source = write(here, header, [movie_line("tt0000001")])
    ended = here.run("ingest", "csv", source, FILMES_LAKE_CONTRACTS_MOVIES=contract)

    assert ended.code == 1
    assert ended.error.startswith(f"error: {source}:1: ")
    assert complaint in ended.error
    assert stored(here.folder / "lake") == {}


def test_a_contract_that_is_none_is_a_settings_error(here: Here) -> None:
    ended = here.run("ingest", "csv", "x.csv", FILMES_LAKE_CONTRACTS_MOVIES="loose")

    assert ended.code == 5
    assert "contracts.movies from environment" in ended.error

"""`make guards`: what the engines read differently is refused, by file and name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shares import slow_but
from tools.guards import FOLDER, FOLDERS, violations

# A statement, a text in it, what is planted there, and what is said of it.
PLANTED = {
    "a function that was not compared": (
        "refined/generos_das_listas.sql",
        "MD5(",
        "SHA1(",
        "SHA was not compared on the engines: compare it, then add it to tools/guards.py",
    ),
    "a function that sqlglot does not know": (
        "trusted/contas_creditos.sql",
        "COUNT(*)",
        "bit_twiddle(1)",
        "BIT_TWIDDLE was not compared on the engines: compare it, then add it to tools/guards.py",
    ),
    "a hash in a table": (
        "refined/dim_filme.sql",
        "CAST(m.id_tmdb AS BIGINT)",
        "CAST(XXHASH64(m.id_tmdb) AS BIGINT)",
        "XXHASH64 differs from engine to engine: none of its values may stand in a table",
    ),
    "a column without a cast": (
        "refined/dim_filme.sql",
        "CAST(m.id_tmdb AS BIGINT)",
        "m.id_tmdb",
        "column id_tmdb is not cast to BIGINT",
    ),
    "a column with another cast": (
        "refined/dim_filme.sql",
        "CAST(m.id_tmdb AS BIGINT)",
        "CAST(m.id_tmdb AS INT)",
        "column id_tmdb is not cast to BIGINT",
    ),
    "a column that the model has not": (
        "refined/dim_genero.sql",
        "AS genero\n",
        "AS genre\n",
        "its columns are not those of DimGenero: id_genero, genre",
    ),
    "a backslash": (
        "trusted/marcas_repetidas.sql",
        "WHERE nome_artista IS NOT NULL",
        r"WHERE nome_artista IS NOT NULL AND papel <> '\N'",
        "a backslash: the engines read it differently, use CHR(92)",
    ),
    "a dollar sign in a pattern": (
        "trusted/marcas_repetidas.sql",
        "WHERE nome_artista IS NOT NULL",
        "WHERE nome_artista IS NOT NULL AND id_titulo RLIKE '^tt[0-9]+$'",
        "$ in '^tt[0-9]+$': on Spark it stands before a last line break too, use END of tools/typed_sql.py",
    ),
}
QUICK = ("a function that was not compared", "a column without a cast", "a backslash")


def test_the_statements_break_no_rule() -> None:
    assert [found for folder in FOLDERS for found in violations(folder)] == []
    assert FOLDER in FOLDERS


@pytest.mark.parametrize("case", slow_but(QUICK, PLANTED))
def test_what_breaks_a_rule_is_named_with_its_file(case: str, tmp_path: Path) -> None:
    file, old, new, fault = PLANTED[case]
    path = Path(shutil.copytree(FOLDER, tmp_path / "sql")) / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    assert list(violations(tmp_path / "sql")) == [f"{file}: {fault}"]


def test_a_new_file_is_checked_too(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "sql")
    (tmp_path / "sql/trusted/nova.sql").write_text("SELECT SOUNDEX(tipo) AS tipo FROM titulos\n", encoding="utf-8")

    assert [violation.split(":")[0] for violation in violations(tmp_path / "sql")] == ["trusted/nova.sql"]


def test_a_generated_text_is_checked_too(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "sql")
    path = tmp_path / "sql/_generated/spark/trusted/titulos.sql"
    path.write_text(path.read_text(encoding="utf-8").replace("CAST(tipo AS STRING) AS", "tipo AS"), encoding="utf-8")

    assert list(violations(tmp_path / "sql")) == [
        "_generated/spark/trusted/titulos.sql: column tipo is not cast to STRING"
    ]


def test_a_backslash_in_a_comment_is_none(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "sql")
    with (tmp_path / "sql/trusted/rejeitados.sql").open("a", encoding="utf-8") as file:
        file.write(r"-- \N is null")

    assert list(violations(tmp_path / "sql")) == []


@pytest.mark.slow
def test_the_program_fails_and_prints_the_files_path(tmp_path: Path) -> None:
    root = FOLDER.parents[2]
    for name in ("filmes_lake", "tools"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / "filmes_lake/transform/sql/refined/dim_genero.sql"
    path.write_text(path.read_text(encoding="utf-8").replace("CAST(genero AS STRING)", "genero"), encoding="utf-8")
    # Not measured: the copy would count as a second package, nowhere covered.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    command = [sys.executable, "-m", "tools.guards"]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert ended.stdout == ("filmes_lake/transform/sql/refined/dim_genero.sql: column genero is not cast to STRING\n")

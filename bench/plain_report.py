"""`python bench/plain_report.py REFINED SQL_FOLDER`: run the report's SQL over the newest tables and print the rows."""

import sys
from pathlib import Path

import duckdb

TABLES = ["dim_filme", "dim_genero", "ponte_filme_genero", "fato_desempenho_filmes"]
PARAMETERS = {
    "genre": None,
    "min_year": 0,
    "max_year": 0,
    "min_votes": 1000,
    "include_suspect": False,
    "include_adult": False,
    "include_video": False,
    "dollars": "paid",
    "titles": "main",
    "top": 10,
}

refined, sql = Path(sys.argv[1]), Path(sys.argv[2])
connection = duckdb.connect()
for table in TABLES:
    newest = max((refined / table).iterdir())
    connection.execute(f"CREATE VIEW {table} AS FROM read_parquet('{newest}/*.parquet')")
for name in ("roi", "funnel"):
    statement = (sql / f"{name}.sql").read_text(encoding="utf-8").replace(":", "$")
    used = {parameter: value for parameter, value in PARAMETERS.items() if f"${parameter}" in statement}
    for row in connection.execute(statement, used).fetchall():
        print(*row, sep="\t")

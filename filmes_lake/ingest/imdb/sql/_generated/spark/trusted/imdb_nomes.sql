-- Made from trusted/imdb_nomes.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Who has a line in name.basics.
WITH casas AS (
  SELECT SHIFTRIGHT(pessoa, 5) AS bloco, (pessoa & 31) AS casa
  FROM imdb_pessoas_lidas
  WHERE motivo IS NULL
)
SELECT bloco, BIT_OR(CASE WHEN TRUE THEN SHIFTLEFT(CAST(1 AS BIGINT), casa) ELSE CAST(0 AS BIGINT) END) AS nomes
FROM casas
GROUP BY bloco

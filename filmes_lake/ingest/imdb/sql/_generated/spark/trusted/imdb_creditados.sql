-- Made from trusted/imdb_creditados.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Who has a credit in a title that is taken.
WITH pessoas_dos_creditos AS (
  SELECT pessoa
  FROM imdb_creditos_dos_titulos
  UNION ALL
  SELECT pessoa
  FROM imdb_creditos_da_equipe
),
casas AS (
  SELECT SHIFTRIGHT(pessoa, 5) AS bloco, (pessoa & 31) AS casa
  FROM pessoas_dos_creditos
)
SELECT bloco, BIT_OR(CASE WHEN TRUE THEN SHIFTLEFT(CAST(1 AS BIGINT), casa) ELSE CAST(0 AS BIGINT) END) AS creditados
FROM casas
GROUP BY bloco

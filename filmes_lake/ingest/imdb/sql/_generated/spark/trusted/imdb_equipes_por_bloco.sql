-- Made from trusted/imdb_equipes_por_bloco.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Which titles have a line of title.crew.
WITH numeros AS (
  SELECT SHIFTRIGHT(numero, 5) AS bloco, (numero & 31) AS casa
  FROM imdb_equipes_lidas
  WHERE motivo IS NULL
),
contados AS (
  SELECT bloco, COUNT(*) AS linhas, BIT_OR(CASE WHEN TRUE THEN SHIFTLEFT(CAST(1 AS BIGINT), casa) ELSE CAST(0 AS BIGINT) END) AS casas
  FROM numeros
  GROUP BY bloco
  UNION ALL
  SELECT grupo AS bloco, linhas, baixos AS casas
  FROM imdb_equipes_contadas
)
SELECT bloco, CAST(SUM(linhas) AS INT) AS linhas, BIT_OR(casas) AS casas
FROM contados
GROUP BY bloco

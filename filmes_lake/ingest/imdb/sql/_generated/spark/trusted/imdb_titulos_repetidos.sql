-- Made from trusted/imdb_titulos_repetidos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Ids that stand in more than one line of title.basics, each with the best that a line makes of its title.
WITH suspeitos AS (
  SELECT bloco
  FROM (
    SELECT SHIFTRIGHT(numero, 5) AS bloco, (numero & 31) AS casa
    FROM imdb_titulos_lidos
    WHERE motivo IS NULL
  ) AS numeros
  GROUP BY bloco
  HAVING COUNT(*) <> BIT_COUNT(BIT_OR(CASE WHEN TRUE THEN SHIFTLEFT(CAST(1 AS BIGINT), casa) ELSE CAST(0 AS BIGINT) END))
),
repetidos AS (
  SELECT numero, COUNT(*) AS linhas
  FROM imdb_titulos_lidos AS l
  LEFT SEMI JOIN suspeitos AS s ON s.bloco = SHIFTRIGHT(l.numero, 5)
  WHERE l.motivo IS NULL
  GROUP BY numero
  HAVING COUNT(*) > 1
)
SELECT
  r.numero,
  MAX(r.linhas) AS linhas,
  MIN(
    CASE WHEN l.situacao = 'do_tipo' THEN 1 WHEN l.situacao = 'adulto' THEN 2 ELSE 3 END
  ) AS lugar
FROM repetidos AS r
INNER JOIN imdb_titulos_lidos AS l ON l.numero = r.numero
GROUP BY r.numero

-- Made from trusted/imdb_pessoas_repetidas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- People who have more than one line of name.basics.
WITH suspeitos AS (
  SELECT bloco
  FROM (
    SELECT SHIFTRIGHT(pessoa, 5) AS bloco, (pessoa & 31) AS casa
    FROM imdb_pessoas_lidas
    WHERE motivo IS NULL
  ) AS numeros
  GROUP BY bloco
  HAVING COUNT(*) <> BIT_COUNT(BIT_OR(CASE WHEN TRUE THEN SHIFTLEFT(CAST(1 AS BIGINT), casa) ELSE CAST(0 AS BIGINT) END))
),
repetidos AS (
  SELECT pessoa, COUNT(*) AS linhas
  FROM imdb_pessoas_lidas AS l
  LEFT SEMI JOIN suspeitos AS s ON s.bloco = SHIFTRIGHT(l.pessoa, 5)
  WHERE l.motivo IS NULL
  GROUP BY pessoa
  HAVING COUNT(*) > 1
)
SELECT r.pessoa, MAX(r.linhas) AS linhas, MAX(l.creditada) AS creditada
FROM repetidos AS r
INNER JOIN imdb_pessoas_lidas AS l ON l.pessoa = r.pessoa
GROUP BY r.pessoa

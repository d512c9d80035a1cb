-- Made from trusted/imdb_marcas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Which titles the set has, and which of them are taken as films and as series.
WITH numeros AS (
  SELECT TRY_CAST(CONCAT('1', SUBSTRING(t.id_titulo, 3)) AS INT) AS numero, e.tipo
  FROM imdb_titulos_do_tipo AS t
  INNER JOIN imdb_escolha AS e ON e.tipo_imdb = t.tipo_imdb
),
casas AS (
  SELECT SHIFTRIGHT(numero, 5) AS bloco, (numero & 31) AS casa, tipo
  FROM numeros
),
tomados AS (
  SELECT
    bloco,
    BIT_OR(CASE WHEN tipo = 'filme' THEN SHIFTLEFT(CAST(1 AS BIGINT), casa) ELSE CAST(0 AS BIGINT) END) AS filmes,
    BIT_OR(CASE WHEN tipo = 'serie' THEN SHIFTLEFT(CAST(1 AS BIGINT), casa) ELSE CAST(0 AS BIGINT) END) AS series
  FROM casas
  GROUP BY bloco
)
SELECT b.bloco, b.conhecidos, COALESCE(t.filmes, 0) AS filmes, COALESCE(t.series, 0) AS series
FROM imdb_titulos_por_bloco AS b
LEFT JOIN tomados AS t ON t.bloco = b.bloco

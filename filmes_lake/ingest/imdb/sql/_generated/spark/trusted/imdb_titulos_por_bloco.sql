-- Made from trusted/imdb_titulos_por_bloco.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Which titles have a line of title.basics, one of the types that are taken, an adult one of these.
WITH numeros AS (
  SELECT SHIFTRIGHT(numero, 5) AS bloco, (numero & 31) AS casa, situacao
  FROM imdb_titulos_lidos
  WHERE motivo IS NULL
),
contados AS (
  SELECT
    bloco,
    COUNT(*) AS linhas,
    BIT_OR(CASE WHEN TRUE THEN SHIFTLEFT(CAST(1 AS BIGINT), casa) ELSE CAST(0 AS BIGINT) END) AS conhecidos,
    BIT_OR(CASE WHEN situacao = 'do_tipo' THEN SHIFTLEFT(CAST(1 AS BIGINT), casa) ELSE CAST(0 AS BIGINT) END) AS do_tipo,
    BIT_OR(CASE WHEN situacao = 'adulto' THEN SHIFTLEFT(CAST(1 AS BIGINT), casa) ELSE CAST(0 AS BIGINT) END) AS adultos
  FROM numeros
  GROUP BY bloco
  UNION ALL
  SELECT grupo AS bloco, linhas, baixos AS conhecidos, 0 AS do_tipo, 0 AS adultos
  FROM imdb_titulos_contados
)
SELECT
  bloco,
  CAST(SUM(linhas) AS INT) AS linhas,
  BIT_OR(conhecidos) AS conhecidos,
  BIT_OR(do_tipo) AS do_tipo,
  BIT_OR(adultos) AS adultos
FROM contados
GROUP BY bloco

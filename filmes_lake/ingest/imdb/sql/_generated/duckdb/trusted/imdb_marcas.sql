WITH numeros AS (
  SELECT
    TRY_CAST('1' || SUBSTRING(t.id_titulo, 3) AS INT) AS numero,
    e.tipo
  FROM imdb_titulos_do_tipo AS t
  INNER JOIN imdb_escolha AS e
    ON e.tipo_imdb = t.tipo_imdb
), casas AS (
  SELECT
    numero >> 5 AS bloco,
    (
      numero & 31
    ) AS casa,
    tipo
  FROM numeros
), tomados AS (
  SELECT
    bloco,
    BIT_OR(
      CASE WHEN tipo = 'filme' THEN CAST(1 AS BIGINT) << casa ELSE CAST(0 AS BIGINT) END
    ) AS filmes,
    BIT_OR(
      CASE WHEN tipo = 'serie' THEN CAST(1 AS BIGINT) << casa ELSE CAST(0 AS BIGINT) END
    ) AS series
  FROM casas
  GROUP BY
    bloco
)
SELECT
  b.bloco,
  b.conhecidos,
  COALESCE(t.filmes, 0) AS filmes,
  COALESCE(t.series, 0) AS series
FROM imdb_titulos_por_bloco AS b
LEFT JOIN tomados AS t
  ON t.bloco = b.bloco

WITH numeros AS (
  SELECT
    numero,
    CAST(NULL AS TEXT) AS tipo
  FROM imdb_titulos_lidos
  WHERE
    motivo IS NULL
  UNION ALL
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
)
SELECT
  bloco,
  BIT_OR(CASE WHEN TRUE THEN CAST(1 AS BIGINT) << casa ELSE CAST(0 AS BIGINT) END) AS conhecidos,
  BIT_OR(
    CASE WHEN tipo = 'filme' THEN CAST(1 AS BIGINT) << casa ELSE CAST(0 AS BIGINT) END
  ) AS filmes,
  BIT_OR(
    CASE WHEN tipo = 'serie' THEN CAST(1 AS BIGINT) << casa ELSE CAST(0 AS BIGINT) END
  ) AS series
FROM casas
GROUP BY
  bloco

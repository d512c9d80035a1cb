WITH casas AS (
  SELECT
    pessoa >> 5 AS bloco,
    (
      pessoa & 31
    ) AS casa
  FROM imdb_pessoas_lidas
  WHERE
    motivo IS NULL
)
SELECT
  bloco,
  BIT_OR(CASE WHEN TRUE THEN CAST(1 AS BIGINT) << casa ELSE CAST(0 AS BIGINT) END) AS nomes
FROM casas
GROUP BY
  bloco

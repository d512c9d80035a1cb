WITH pessoas_dos_creditos AS (
  SELECT
    pessoa
  FROM imdb_creditos_dos_titulos
  UNION ALL
  SELECT
    pessoa
  FROM imdb_creditos_da_equipe
), casas AS (
  SELECT
    pessoa >> 5 AS bloco,
    (
      pessoa & 31
    ) AS casa
  FROM pessoas_dos_creditos
)
SELECT
  bloco,
  BIT_OR(CASE WHEN TRUE THEN CAST(1 AS BIGINT) << casa ELSE CAST(0 AS BIGINT) END) AS creditados
FROM casas
GROUP BY
  bloco

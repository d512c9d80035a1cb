WITH suspeitos AS (
  SELECT
    bloco
  FROM (
    SELECT
      pessoa >> 5 AS bloco,
      (
        pessoa & 31
      ) AS casa
    FROM imdb_pessoas_lidas
    WHERE
      motivo IS NULL
  ) AS numeros
  GROUP BY
    bloco
  HAVING
    COUNT(*) <> BIT_COUNT(BIT_OR(CASE WHEN TRUE THEN CAST(1 AS BIGINT) << casa ELSE CAST(0 AS BIGINT) END))
), repetidos AS (
  SELECT
    pessoa,
    COUNT(*) AS linhas
  FROM imdb_pessoas_lidas AS l
  SEMI JOIN suspeitos AS s
    ON s.bloco = (
      l.pessoa >> 5
    )
  WHERE
    l.motivo IS NULL
  GROUP BY
    pessoa
  HAVING
    COUNT(*) > 1
)
SELECT
  r.pessoa,
  MAX(r.linhas) AS linhas,
  MAX(l.creditada) AS creditada
FROM repetidos AS r
INNER JOIN imdb_pessoas_lidas AS l
  ON l.pessoa = r.pessoa
GROUP BY
  r.pessoa

WITH suspeitos AS (
  SELECT
    bloco
  FROM (
    SELECT
      numero >> 5 AS bloco,
      (
        numero & 31
      ) AS casa
    FROM imdb_titulos_lidos
    WHERE
      motivo IS NULL
  ) AS numeros
  GROUP BY
    bloco
  HAVING
    COUNT(*) <> BIT_COUNT(BIT_OR(CASE WHEN TRUE THEN CAST(1 AS BIGINT) << casa ELSE CAST(0 AS BIGINT) END))
), repetidos AS (
  SELECT
    numero,
    COUNT(*) AS linhas
  FROM imdb_titulos_lidos AS l
  SEMI JOIN suspeitos AS s
    ON s.bloco = (
      l.numero >> 5
    )
  WHERE
    l.motivo IS NULL
  GROUP BY
    numero
  HAVING
    COUNT(*) > 1
)
SELECT
  r.numero,
  MAX(r.linhas) AS linhas,
  MIN(
    CASE WHEN l.situacao = 'do_tipo' THEN 1 WHEN l.situacao = 'adulto' THEN 2 ELSE 3 END
  ) AS lugar
FROM repetidos AS r
INNER JOIN imdb_titulos_lidos AS l
  ON l.numero = r.numero
GROUP BY
  r.numero

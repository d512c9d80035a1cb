WITH numeros AS (
  SELECT
    numero >> 5 AS bloco,
    (
      numero & 31
    ) AS casa
  FROM imdb_equipes_lidas
  WHERE
    motivo IS NULL
), contados AS (
  SELECT
    bloco,
    COUNT(*) AS linhas,
    BIT_OR(CASE WHEN TRUE THEN CAST(1 AS BIGINT) << casa ELSE CAST(0 AS BIGINT) END) AS casas
  FROM numeros
  GROUP BY
    bloco
  UNION ALL
  SELECT
    grupo AS bloco,
    linhas,
    baixos AS casas
  FROM imdb_equipes_contadas
)
SELECT
  bloco,
  CAST(SUM(linhas) AS INT) AS linhas,
  BIT_OR(casas) AS casas
FROM contados
GROUP BY
  bloco

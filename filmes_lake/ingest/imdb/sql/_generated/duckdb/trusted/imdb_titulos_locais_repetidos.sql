WITH suspeitos AS (
  SELECT
    numero
  FROM imdb_titulos_locais_lidos
  WHERE
    motivo IS NULL
  GROUP BY
    numero
  HAVING
    COUNT(*) <> BIT_COUNT(
      BIT_OR(CASE WHEN ordem < 62 THEN CAST(1 AS BIGINT) << ordem ELSE CAST(0 AS BIGINT) END)
    ) + BIT_COUNT(
      BIT_OR(
        CASE
          WHEN ordem >= 62 AND ordem < 124
          THEN CAST(1 AS BIGINT) << ordem - 62
          ELSE CAST(0 AS BIGINT)
        END
      )
    )
)
SELECT
  l.numero,
  l.ordem,
  MAX(l.tipo) AS tipo,
  MAX(l.conhecido) AS conhecido,
  COUNT(*) AS linhas
FROM imdb_titulos_locais_lidos AS l
SEMI JOIN suspeitos AS s
  ON s.numero = l.numero
WHERE
  l.motivo IS NULL
GROUP BY
  l.numero,
  l.ordem
HAVING
  COUNT(*) > 1

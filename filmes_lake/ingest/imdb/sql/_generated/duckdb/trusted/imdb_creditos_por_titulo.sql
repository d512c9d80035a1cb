WITH contados AS (
  SELECT
    numero,
    COUNT(*) AS linhas,
    BIT_COUNT(
      BIT_OR(CASE WHEN ordem < 62 THEN CAST(1 AS BIGINT) << ordem ELSE CAST(0 AS BIGINT) END)
    ) + BIT_COUNT(
      BIT_OR(
        CASE
          WHEN ordem >= 62 AND ordem < 124
          THEN CAST(1 AS BIGINT) << ordem - 62
          ELSE CAST(0 AS BIGINT)
        END
      )
    ) AS lugares
  FROM imdb_creditos_lidos
  WHERE
    motivo IS NULL
  GROUP BY
    numero
), casas AS (
  SELECT
    *,
    numero >> 5 AS bloco,
    (
      numero & 31
    ) AS casa
  FROM contados
)
SELECT
  l.numero,
  l.linhas,
  l.lugares,
  CASE
    WHEN COALESCE((
      (
        m.filmes >> l.casa
      ) & 1
    ) = 1, FALSE)
    THEN 'filme'
    WHEN COALESCE((
      (
        m.series >> l.casa
      ) & 1
    ) = 1, FALSE)
    THEN 'serie'
  END AS tipo,
  COALESCE((
    (
      m.conhecidos >> l.casa
    ) & 1
  ) = 1, FALSE) AS conhecido
FROM casas AS l
LEFT JOIN imdb_marcas AS m
  ON m.bloco = l.bloco

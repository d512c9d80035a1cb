WITH contados AS (
  SELECT
    numero,
    COUNT(*) AS linhas,
    BIT_OR(CASE WHEN ordem < 62 THEN CAST(1 AS BIGINT) << ordem ELSE CAST(0 AS BIGINT) END) AS baixos,
    BIT_OR(
      CASE
        WHEN ordem >= 62 AND ordem < 124
        THEN CAST(1 AS BIGINT) << ordem - 62
        ELSE CAST(0 AS BIGINT)
      END
    ) AS altos,
    0 AS outros
  FROM imdb_titulos_locais_lidos
  WHERE
    motivo IS NULL
  GROUP BY
    numero
  UNION ALL
  SELECT
    numero,
    0 AS linhas,
    0 AS baixos,
    0 AS altos,
    1 AS outros
  FROM imdb_titulos_locais_lidos
  WHERE
    motivo IS NULL AND ordem >= 124
  GROUP BY
    numero,
    ordem
  UNION ALL
  SELECT
    grupo AS numero,
    linhas,
    baixos,
    altos,
    0 AS outros
  FROM imdb_titulos_locais_contados
), somados AS (
  SELECT
    numero,
    CAST(SUM(linhas) AS INT) AS linhas,
    BIT_COUNT(BIT_OR(baixos)) + BIT_COUNT(BIT_OR(altos)) + CAST(SUM(outros) AS INT) AS lugares
  FROM contados
  GROUP BY
    numero
), casas AS (
  SELECT
    *,
    numero >> 5 AS bloco,
    (
      numero & 31
    ) AS casa
  FROM somados
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

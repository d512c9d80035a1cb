SELECT
  l.tipo,
  l.linhas - COALESCE(r.repetidas, 0) AS kept,
  COALESCE(r.repetidas, 0) AS duplicates
FROM (
  SELECT
    tipo,
    COUNT(*) AS linhas
  FROM artistas_das_linhas
  WHERE
    NOT nome_artista IS NULL
  GROUP BY
    tipo
) AS l
LEFT JOIN (
  SELECT
    tipo,
    SUM(linhas - 1) AS repetidas
  FROM creditos_repetidos
  GROUP BY
    tipo
) AS r
  ON r.tipo = l.tipo

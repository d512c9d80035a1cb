SELECT
  tipo,
  COUNT(*) AS kept,
  COALESCE(SUM(linhas - 1), 0) AS duplicates
FROM creditos_distintos
GROUP BY
  tipo

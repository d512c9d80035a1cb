SELECT
  tipo,
  COUNT(*) AS kept,
  SUM(linhas - 1) AS duplicates
FROM creditos_distintos
GROUP BY
  tipo

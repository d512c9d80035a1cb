SELECT
  tipo,
  COUNT(*) AS rejected
FROM recusadas
GROUP BY
  tipo

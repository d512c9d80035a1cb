SELECT
  tipo,
  id_titulo
FROM variantes
GROUP BY
  tipo,
  id_titulo
HAVING
  COUNT(*) > 1

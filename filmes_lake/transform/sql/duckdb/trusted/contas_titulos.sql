SELECT
  tipo,
  COUNT(*) AS titles_in_conflict
FROM (
  SELECT
    tipo,
    id_titulo
  FROM variantes
  GROUP BY
    tipo,
    id_titulo
  HAVING
    COUNT(*) > 1
) AS divergentes
GROUP BY
  tipo

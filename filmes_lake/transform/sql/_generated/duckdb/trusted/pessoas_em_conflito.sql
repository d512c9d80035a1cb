SELECT
  id_artista
FROM variantes_de_pessoas
GROUP BY
  id_artista
HAVING
  COUNT(*) > 1

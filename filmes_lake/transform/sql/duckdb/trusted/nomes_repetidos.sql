SELECT
  tipo,
  id_titulo,
  nome_artista
FROM linhas
WHERE
  NOT nome_artista IS NULL
GROUP BY
  tipo,
  id_titulo,
  nome_artista
HAVING
  COUNT(*) > 1

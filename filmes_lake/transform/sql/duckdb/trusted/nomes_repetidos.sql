SELECT
  tipo,
  id_titulo,
  nome_artista
FROM linhas
WHERE
  motivo IS NULL AND NOT nome_artista IS NULL
GROUP BY
  tipo,
  id_titulo,
  nome_artista
HAVING
  COUNT(*) > 1

SELECT
  marca
FROM artistas_das_linhas
WHERE
  NOT nome_artista IS NULL
GROUP BY
  marca
HAVING
  COUNT(*) > 1

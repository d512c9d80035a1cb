SELECT
  'filme' AS tipo,
  COUNT(*) AS without_title
FROM tmdb_filmes AS m
LEFT JOIN titulos AS t
  ON t.id_titulo = m.id_titulo AND t.tipo = 'filme'
WHERE
  t.id_titulo IS NULL
UNION ALL
SELECT
  'serie' AS tipo,
  COUNT(*) AS without_title
FROM tmdb_series AS m
LEFT JOIN titulos AS t
  ON t.id_titulo = m.id_titulo AND t.tipo = 'serie'
WHERE
  t.id_titulo IS NULL

-- One row per series that TMDB knows.
SELECT
  CAST(t.id_titulo AS STRING) AS id_serie,
  CAST(
    COALESCE(YEAR(m.data_estreia) * 10000 + MONTH(m.data_estreia) * 100 + DAY(m.data_estreia), -1) AS INT
  ) AS id_data,
  CAST(m.temporadas AS INT) AS temporadas,
  CAST(m.episodios AS INT) AS episodios,
  CAST(m.situacao AS STRING) AS situacao,
  CAST(m.nota_media AS DOUBLE) AS nota_media_tmdb,
  CAST(t.nota_media AS DOUBLE) AS nota_media_imdb,
  CAST(m.quantidade_votos AS INT) AS quantidade_votos_tmdb,
  CAST(t.numero_votos AS INT) AS quantidade_votos_imdb,
  CAST(m.popularidade AS DOUBLE) AS popularidade
FROM titulos AS t
INNER JOIN tmdb_series AS m ON m.id_titulo = t.id_titulo
WHERE t.tipo = 'serie'
ORDER BY LENGTH(id_serie), id_serie

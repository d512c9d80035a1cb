-- Made from trusted/tmdb_series.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- The newest answer about each series.
SELECT
  CAST(id_titulo AS STRING) AS id_titulo,
  CAST(id_tmdb AS BIGINT) AS id_tmdb,
  CAST(titulo AS STRING) AS titulo,
  CAST(titulo_original AS STRING) AS titulo_original,
  CAST(idioma AS STRING) AS idioma,
  CAST(data_estreia AS DATE) AS data_estreia,
  CAST(situacao AS STRING) AS situacao,
  CAST(tempo_minutos AS INT) AS tempo_minutos,
  CAST(temporadas AS INT) AS temporadas,
  CAST(episodios AS INT) AS episodios,
  CAST(popularidade AS DOUBLE) AS popularidade,
  CAST(nota_media AS DOUBLE) AS nota_media,
  CAST(quantidade_votos AS INT) AS quantidade_votos,
  CAST(generos AS ARRAY<STRING>) AS generos,
  CAST(paises AS ARRAY<STRING>) AS paises,
  CAST(obtido_em AS TIMESTAMP) AS obtido_em
FROM registros_series
WHERE motivo IS NULL AND posicao = 1
ORDER BY LENGTH(id_titulo), id_titulo

SELECT
  CAST(id_titulo AS TEXT) AS id_titulo,
  CAST(id_tmdb AS BIGINT) AS id_tmdb,
  CAST(titulo AS TEXT) AS titulo,
  CAST(titulo_original AS TEXT) AS titulo_original,
  CAST(idioma AS TEXT) AS idioma,
  CAST(data_estreia AS DATE) AS data_estreia,
  CAST(situacao AS TEXT) AS situacao,
  CAST(tempo_minutos AS INT) AS tempo_minutos,
  CAST(temporadas AS INT) AS temporadas,
  CAST(episodios AS INT) AS episodios,
  CAST(popularidade AS DOUBLE) AS popularidade,
  CAST(nota_media AS DOUBLE) AS nota_media,
  CAST(quantidade_votos AS INT) AS quantidade_votos,
  CAST(generos AS TEXT[]) AS generos,
  CAST(paises AS TEXT[]) AS paises,
  CAST(obtido_em AS TIMESTAMPTZ) AS obtido_em
FROM registros_series
WHERE
  motivo IS NULL AND posicao = 1
ORDER BY
  LENGTH(id_titulo) NULLS FIRST,
  id_titulo NULLS FIRST

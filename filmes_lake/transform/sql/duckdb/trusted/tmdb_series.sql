SELECT
  TRY_CAST(id_titulo AS TEXT) AS id_titulo,
  TRY_CAST(id_tmdb AS BIGINT) AS id_tmdb,
  TRY_CAST(titulo AS TEXT) AS titulo,
  TRY_CAST(titulo_original AS TEXT) AS titulo_original,
  TRY_CAST(idioma AS TEXT) AS idioma,
  TRY_CAST(data_estreia AS DATE) AS data_estreia,
  TRY_CAST(situacao AS TEXT) AS situacao,
  TRY_CAST(tempo_minutos AS INT) AS tempo_minutos,
  TRY_CAST(temporadas AS INT) AS temporadas,
  TRY_CAST(episodios AS INT) AS episodios,
  TRY_CAST(popularidade AS DOUBLE) AS popularidade,
  TRY_CAST(nota_media AS DOUBLE) AS nota_media,
  TRY_CAST(quantidade_votos AS INT) AS quantidade_votos,
  TRY_CAST(generos AS TEXT[]) AS generos,
  TRY_CAST(paises AS TEXT[]) AS paises,
  TRY_CAST(obtido_em AS TIMESTAMPTZ) AS obtido_em
FROM registros_series
WHERE
  motivo IS NULL AND posicao = 1
ORDER BY
  id_titulo NULLS FIRST

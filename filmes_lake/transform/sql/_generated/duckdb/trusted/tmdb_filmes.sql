SELECT
  CAST(id_titulo AS TEXT) AS id_titulo,
  CAST(id_tmdb AS BIGINT) AS id_tmdb,
  CAST(titulo AS TEXT) AS titulo,
  CAST(titulo_original AS TEXT) AS titulo_original,
  CAST(idioma AS TEXT) AS idioma,
  CAST(data_lancamento AS DATE) AS data_lancamento,
  CAST(situacao AS TEXT) AS situacao,
  CAST(tempo_minutos AS INT) AS tempo_minutos,
  CAST(orcamento AS BIGINT) AS orcamento,
  CAST(receita AS BIGINT) AS receita,
  CAST(popularidade AS DOUBLE) AS popularidade,
  CAST(nota_media AS DOUBLE) AS nota_media,
  CAST(quantidade_votos AS INT) AS quantidade_votos,
  CAST(generos AS TEXT[]) AS generos,
  CAST(paises AS TEXT[]) AS paises,
  CAST(colecao AS TEXT) AS colecao,
  CAST(obtido_em AS TIMESTAMPTZ) AS obtido_em,
  CAST(adulto AS BOOLEAN) AS adulto,
  CAST(video AS BOOLEAN) AS video
FROM registros_filmes
WHERE
  motivo IS NULL AND posicao = 1
ORDER BY
  LENGTH(id_titulo) NULLS FIRST,
  id_titulo NULLS FIRST

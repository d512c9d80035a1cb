SELECT
  TRY_CAST(id_titulo AS TEXT) AS id_titulo,
  TRY_CAST(id_tmdb AS BIGINT) AS id_tmdb,
  TRY_CAST(titulo AS TEXT) AS titulo,
  TRY_CAST(titulo_original AS TEXT) AS titulo_original,
  TRY_CAST(idioma AS TEXT) AS idioma,
  TRY_CAST(data_lancamento AS DATE) AS data_lancamento,
  TRY_CAST(situacao AS TEXT) AS situacao,
  TRY_CAST(tempo_minutos AS INT) AS tempo_minutos,
  TRY_CAST(orcamento AS BIGINT) AS orcamento,
  TRY_CAST(receita AS BIGINT) AS receita,
  TRY_CAST(popularidade AS DOUBLE) AS popularidade,
  TRY_CAST(nota_media AS DOUBLE) AS nota_media,
  TRY_CAST(quantidade_votos AS INT) AS quantidade_votos,
  TRY_CAST(generos AS TEXT[]) AS generos,
  TRY_CAST(paises AS TEXT[]) AS paises,
  TRY_CAST(colecao AS TEXT) AS colecao,
  TRY_CAST(obtido_em AS TIMESTAMPTZ) AS obtido_em
FROM registros_filmes
WHERE
  motivo IS NULL AND posicao = 1
ORDER BY
  id_titulo NULLS FIRST

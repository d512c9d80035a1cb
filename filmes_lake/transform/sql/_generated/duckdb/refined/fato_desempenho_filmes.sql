WITH limites AS (
  SELECT
    MAX(ano) AS ultimo
  FROM precos
), filmes AS (
  SELECT
    t.id_titulo,
    m.data_lancamento,
    m.orcamento,
    m.receita,
    CAST(m.orcamento AS DOUBLE) * p.fator AS orcamento_corrigido,
    CAST(m.receita AS DOUBLE) * p.fator AS receita_corrigida,
    l.ultimo AS ano_base,
    m.nota_media AS nota_media_tmdb,
    t.nota_media AS nota_media_imdb,
    m.quantidade_votos AS quantidade_votos_tmdb,
    t.numero_votos AS quantidade_votos_imdb,
    m.popularidade
  FROM tmdb_filmes AS m
  INNER JOIN titulos AS t
    ON t.id_titulo = m.id_titulo AND t.tipo = 'filme'
  CROSS JOIN limites AS l
  LEFT JOIN precos AS p
    ON p.ano = CASE WHEN t.ano_lancamento > l.ultimo THEN l.ultimo ELSE t.ano_lancamento END
)
SELECT
  CAST(id_titulo AS TEXT) AS id_filme,
  CAST(COALESCE(
    YEAR(CAST(data_lancamento AS DATE)) * 10000 + MONTH(CAST(data_lancamento AS DATE)) * 100 + DAY(CAST(data_lancamento AS DATE)),
    -1
  ) AS INT) AS id_data,
  CAST(orcamento AS BIGINT) AS orcamento,
  CAST(receita AS BIGINT) AS receita,
  CAST(receita - orcamento AS BIGINT) AS lucro,
  CAST(CAST(receita - orcamento AS DOUBLE) / NULLIF(CAST(orcamento AS DOUBLE), 0) AS DOUBLE) AS roi,
  CAST(orcamento_corrigido AS DOUBLE) AS orcamento_corrigido,
  CAST(receita_corrigida AS DOUBLE) AS receita_corrigida,
  CAST(ano_base AS INT) AS ano_base,
  CAST(nota_media_tmdb AS DOUBLE) AS nota_media_tmdb,
  CAST(nota_media_imdb AS DOUBLE) AS nota_media_imdb,
  CAST(quantidade_votos_tmdb AS INT) AS quantidade_votos_tmdb,
  CAST(quantidade_votos_imdb AS INT) AS quantidade_votos_imdb,
  CAST(popularidade AS DOUBLE) AS popularidade,
  CAST(CASE
    WHEN orcamento < 10000
    THEN 'orcamento_baixo'
    WHEN receita < 10000
    THEN 'receita_baixa'
    WHEN orcamento_corrigido > 600000000
    THEN 'orcamento_corrigido_alto'
  END AS TEXT) AS suspeito
FROM filmes
ORDER BY
  LENGTH(id_filme) NULLS FIRST,
  id_filme NULLS FIRST

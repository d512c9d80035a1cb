WITH pedidos AS (
  SELECT
    LOWER(genero) AS genero
  FROM UNNEST(CAST(:genre AS VARCHAR ARRAY)) AS listados(genero)
), com_generos AS (
  SELECT
    p.id_filme AS id_titulo
  FROM ponte_filme_genero AS p
  INNER JOIN dim_genero AS g
    ON g.id_genero = p.id_genero
  INNER JOIN pedidos AS q
    ON q.genero = LOWER(g.genero)
), todos AS (
  SELECT
    d.id_filme,
    d.id_filme AS id_titulo,
    d.titulo_principal AS titulo,
    d.titulo_br,
    d.ano_lancamento AS ano,
    d.ano_lancamento - d.ano_lancamento % 10 AS decada,
    f.orcamento AS orcamento_pago,
    f.receita AS receita_paga,
    d.adulto AS adulto,
    d.video AS video,
    f.suspeito AS suspeito,
    f.id_filme AS registro,
    f.id_data,
    CASE
      WHEN CAST(:dollars AS VARCHAR) = 'real'
      THEN CAST(f.orcamento_corrigido AS BIGINT)
      ELSE f.orcamento
    END AS orcamento,
    CASE
      WHEN CAST(:dollars AS VARCHAR) = 'real'
      THEN CAST(f.receita_corrigida AS BIGINT)
      ELSE f.receita
    END AS receita,
    CASE
      WHEN CAST(:dollars AS VARCHAR) = 'real'
      THEN CAST(f.receita_corrigida AS BIGINT) - CAST(f.orcamento_corrigido AS BIGINT)
      ELSE f.lucro
    END AS lucro,
    f.roi,
    f.popularidade,
    f.orcamento_corrigido,
    f.receita_corrigida,
    f.ano_base,
    f.nota_media_imdb AS nota_imdb,
    f.quantidade_votos_imdb AS votos_imdb
  FROM dim_filme AS d
  LEFT JOIN fato_desempenho_filmes AS f
    ON f.id_filme = d.id_filme
), avaliados AS (
  SELECT
    *,
    CASE
      WHEN registro IS NULL
      THEN 'no_tmdb_record'
      WHEN orcamento_pago IS NULL
      THEN 'budget_unknown'
      WHEN receita_paga IS NULL
      THEN 'revenue_unknown'
      WHEN NOT CAST(:include_adult AS BOOLEAN) AND adulto
      THEN 'adult'
      WHEN NOT CAST(:include_video AS BOOLEAN) AND video
      THEN 'video'
      WHEN NOT CAST(:include_suspect AS BOOLEAN) AND NOT suspeito IS NULL
      THEN 'implausible'
      WHEN CAST(:min_votes AS BIGINT) > 0 AND votos_imdb IS NULL
      THEN 'votes_unknown'
      WHEN CAST(:min_votes AS BIGINT) > 0 AND votos_imdb < CAST(:min_votes AS BIGINT)
      THEN 'too_few_votes'
      WHEN CAST(:min_year AS BIGINT) > 0
      AND (
        ano IS NULL OR ano < CAST(:min_year AS BIGINT)
      )
      THEN 'before_min_year'
      WHEN CAST(:max_year AS BIGINT) > 0
      AND (
        ano IS NULL OR ano > CAST(:max_year AS BIGINT)
      )
      THEN 'after_max_year'
      WHEN NOT CAST(:genre AS VARCHAR ARRAY) IS NULL
      AND NOT id_titulo IN (
        SELECT
          id_titulo
        FROM com_generos
      )
      THEN 'other_genre'
      WHEN CAST(:dollars AS VARCHAR) <> 'paid' AND orcamento_corrigido IS NULL
      THEN 'price_unknown'
    END AS condicao
  FROM todos
), selecionados AS (
  SELECT
    *
  FROM avaliados
  WHERE
    condicao IS NULL
)
SELECT
  CAST(ano AS INTEGER) AS ano,
  CAST(COUNT(id_filme) AS BIGINT) AS filmes,
  CAST(COUNT(*) < CAST(:min_films AS BIGINT) AS BOOLEAN) AS poucos_filmes,
  CAST(AVG(
    CASE
      WHEN 2 * posicao_orcamento BETWEEN contagem_orcamento AND contagem_orcamento + 2
      THEN CAST(orcamento AS DOUBLE)
    END
  ) AS DOUBLE) AS orcamento_mediano,
  CAST(SUM(CAST(orcamento AS DECIMAL(38, 0))) AS BIGINT) AS orcamento,
  CAST(AVG(
    CASE
      WHEN 2 * posicao_receita BETWEEN contagem_receita AND contagem_receita + 2
      THEN CAST(receita AS DOUBLE)
    END
  ) AS DOUBLE) AS receita_mediana,
  CAST(SUM(CAST(receita AS DECIMAL(38, 0))) AS BIGINT) AS receita,
  CAST(AVG(
    CASE
      WHEN 2 * posicao_orcamento_corrigido BETWEEN contagem_orcamento_corrigido AND contagem_orcamento_corrigido + 2
      THEN CAST(orcamento_corrigido AS DOUBLE)
    END
  ) AS DOUBLE) AS orcamento_corrigido_mediano,
  CAST(SUM(CAST(orcamento_corrigido AS DOUBLE)) AS DOUBLE) AS orcamento_corrigido,
  CAST(AVG(
    CASE
      WHEN 2 * posicao_receita_corrigida BETWEEN contagem_receita_corrigida AND contagem_receita_corrigida + 2
      THEN CAST(receita_corrigida AS DOUBLE)
    END
  ) AS DOUBLE) AS receita_corrigida_mediana,
  CAST(SUM(CAST(receita_corrigida AS DOUBLE)) AS DOUBLE) AS receita_corrigida,
  CAST(MAX(ano_base) AS INTEGER) AS ano_base
FROM (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY ano ORDER BY orcamento NULLS LAST) AS posicao_orcamento,
    COUNT(orcamento) OVER (PARTITION BY ano) AS contagem_orcamento,
    ROW_NUMBER() OVER (PARTITION BY ano ORDER BY receita NULLS LAST) AS posicao_receita,
    COUNT(receita) OVER (PARTITION BY ano) AS contagem_receita,
    ROW_NUMBER() OVER (PARTITION BY ano ORDER BY orcamento_corrigido NULLS LAST) AS posicao_orcamento_corrigido,
    COUNT(orcamento_corrigido) OVER (PARTITION BY ano) AS contagem_orcamento_corrigido,
    ROW_NUMBER() OVER (PARTITION BY ano ORDER BY receita_corrigida NULLS LAST) AS posicao_receita_corrigida,
    COUNT(receita_corrigida) OVER (PARTITION BY ano) AS contagem_receita_corrigida
  FROM selecionados
) AS agrupados
GROUP BY
  ano
ORDER BY
  ano ASC NULLS LAST

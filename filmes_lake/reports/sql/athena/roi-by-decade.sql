WITH do_genero AS (
  SELECT
    p.id_filme
  FROM ponte_filme_genero AS p
  INNER JOIN dim_genero AS g
    ON g.id_genero = p.id_genero
  WHERE
    LOWER(g.genero) = LOWER(CAST(:genre AS VARCHAR))
), filmes AS (
  SELECT
    d.id_filme,
    d.titulo_principal AS titulo,
    d.ano_lancamento AS ano,
    d.ano_lancamento - d.ano_lancamento % 10 AS decada,
    NOT f.id_filme IS NULL AS conhecido,
    f.id_data,
    f.orcamento,
    f.receita,
    f.lucro,
    f.roi,
    f.suspeito,
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
      WHEN NOT conhecido
      THEN 'no_tmdb_record'
      WHEN orcamento IS NULL
      THEN 'budget_unknown'
      WHEN receita IS NULL
      THEN 'revenue_unknown'
      WHEN NOT CAST(:include_suspect AS BOOLEAN) AND NOT suspeito IS NULL
      THEN 'implausible'
      WHEN CAST(:min_votes AS BIGINT) > 0
      AND COALESCE(votos_imdb, 0) < CAST(:min_votes AS BIGINT)
      THEN 'too_few_votes'
      WHEN CAST(:min_year AS BIGINT) > 0 AND COALESCE(ano, 0) < CAST(:min_year AS BIGINT)
      THEN 'before_min_year'
      WHEN CAST(:max_year AS BIGINT) > 0 AND COALESCE(ano, 9999) > CAST(:max_year AS BIGINT)
      THEN 'after_max_year'
      WHEN NOT CAST(:genre AS VARCHAR) IS NULL
      AND NOT id_filme IN (
        SELECT
          id_filme
        FROM do_genero
      )
      THEN 'other_genre'
    END AS condicao
  FROM filmes
), selecionados AS (
  SELECT
    *
  FROM avaliados
  WHERE
    condicao IS NULL
)
SELECT
  CAST(decada AS INTEGER) AS decada,
  CAST(COUNT(id_filme) AS BIGINT) AS filmes,
  CAST(SUM(CAST(lucro AS DOUBLE)) / NULLIF(SUM(CAST(orcamento AS DOUBLE)), CAST(0 AS DOUBLE)) AS DOUBLE) AS roi_total,
  CAST(AVG(
    CASE
      WHEN 2 * posicao_roi BETWEEN contagem_roi AND contagem_roi + 2
      THEN CAST(roi AS DOUBLE)
    END
  ) AS DOUBLE) AS roi_mediano,
  CAST(AVG(CAST(roi AS DOUBLE)) AS DOUBLE) AS roi_medio,
  CAST(SUM(CAST(orcamento AS DECIMAL(38, 0))) AS BIGINT) AS orcamento,
  CAST(SUM(CAST(receita AS DECIMAL(38, 0))) AS BIGINT) AS receita,
  CAST(COUNT(*) < CAST(:min_films AS BIGINT) AS BOOLEAN) AS poucos_filmes
FROM (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY decada ORDER BY roi NULLS LAST) AS posicao_roi,
    COUNT(roi) OVER (PARTITION BY decada) AS contagem_roi
  FROM selecionados
) AS agrupados
GROUP BY
  decada
ORDER BY
  decada ASC NULLS LAST

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
  CAST(decada AS INTEGER) AS decada,
  CAST(COUNT(id_filme) AS BIGINT) AS filmes,
  CAST(SUM(CAST(lucro AS DOUBLE)) / NULLIF(SUM(CAST(orcamento AS DOUBLE)), CAST(0 AS DOUBLE)) AS DOUBLE) AS roi_total,
  CAST(SUM(CAST(lucro AS DOUBLE)) / NULLIF(SUM(CAST(orcamento AS DOUBLE)), CAST(0 AS DOUBLE)) - SQRT(
    CAST(COUNT(lucro) AS DOUBLE) * SUM(
      CAST((
        CAST(lucro AS DOUBLE) - razao_lucro * CAST(orcamento AS DOUBLE)
      ) * (
        CAST(lucro AS DOUBLE) - razao_lucro * CAST(orcamento AS DOUBLE)
      ) AS DOUBLE)
    ) / NULLIF(CAST(COUNT(lucro) - 1 AS DOUBLE), CAST(0 AS DOUBLE))
  ) / NULLIF(SUM(CAST(orcamento AS DOUBLE)), CAST(0 AS DOUBLE)) * MAX(student_lucro) AS DOUBLE) AS roi_total_inferior,
  CAST(SUM(CAST(lucro AS DOUBLE)) / NULLIF(SUM(CAST(orcamento AS DOUBLE)), CAST(0 AS DOUBLE)) + SQRT(
    CAST(COUNT(lucro) AS DOUBLE) * SUM(
      CAST((
        CAST(lucro AS DOUBLE) - razao_lucro * CAST(orcamento AS DOUBLE)
      ) * (
        CAST(lucro AS DOUBLE) - razao_lucro * CAST(orcamento AS DOUBLE)
      ) AS DOUBLE)
    ) / NULLIF(CAST(COUNT(lucro) - 1 AS DOUBLE), CAST(0 AS DOUBLE))
  ) / NULLIF(SUM(CAST(orcamento AS DOUBLE)), CAST(0 AS DOUBLE)) * MAX(student_lucro) AS DOUBLE) AS roi_total_superior,
  CAST((
    SELECT
      SUM(CAST(lucro AS DOUBLE)) / NULLIF(SUM(CAST(orcamento AS DOUBLE)), CAST(0 AS DOUBLE))
    FROM avaliados
    WHERE
      condicao IS NULL
  ) AS DOUBLE) AS roi_total_geral,
  CAST(AVG(
    CASE
      WHEN 2 * posicao_roi BETWEEN contagem_roi AND contagem_roi + 2
      THEN CAST(roi AS DOUBLE)
    END
  ) AS DOUBLE) AS roi_mediano,
  CAST(MAX(
    CASE
      WHEN CAST(2 * posicao_roi AS DOUBLE) <= CAST(contagem_roi AS DOUBLE) + CAST(1 AS DOUBLE) - CAST(1.959964 AS DOUBLE) * SQRT(CAST(contagem_roi AS DOUBLE))
      THEN CAST(roi AS DOUBLE)
    END
  ) AS DOUBLE) AS roi_mediano_inferior,
  CAST(MIN(
    CASE
      WHEN CAST(2 * (
        contagem_roi + 1 - posicao_roi
      ) AS DOUBLE) <= CAST(contagem_roi AS DOUBLE) + CAST(1 AS DOUBLE) - CAST(1.959964 AS DOUBLE) * SQRT(CAST(contagem_roi AS DOUBLE))
      THEN CAST(roi AS DOUBLE)
    END
  ) AS DOUBLE) AS roi_mediano_superior,
  CAST(AVG(CAST(roi AS DOUBLE)) AS DOUBLE) AS roi_medio,
  CAST(SUM(CAST(orcamento AS DECIMAL(38, 0))) AS BIGINT) AS orcamento,
  CAST(SUM(CAST(receita AS DECIMAL(38, 0))) AS BIGINT) AS receita,
  CAST(COUNT(*) < CAST(:min_films AS BIGINT) AS BOOLEAN) AS poucos_filmes
FROM (
  SELECT
    *,
    SUM(CAST(lucro AS DOUBLE)) OVER (PARTITION BY decada) / NULLIF(SUM(CAST(orcamento AS DOUBLE)) OVER (PARTITION BY decada), CAST(0 AS DOUBLE)) AS razao_lucro,
    (
      CAST(1.959964 AS DOUBLE) + (
        CAST(2.372271 AS DOUBLE) + (
          CAST(2.822499 AS DOUBLE) + (
            CAST(2.55585 AS DOUBLE) + CAST(1.589534 AS DOUBLE) / NULLIF(CAST(COUNT(lucro) OVER (PARTITION BY decada) - 1 AS DOUBLE), CAST(0 AS DOUBLE))
          ) / NULLIF(CAST(COUNT(lucro) OVER (PARTITION BY decada) - 1 AS DOUBLE), CAST(0 AS DOUBLE))
        ) / NULLIF(CAST(COUNT(lucro) OVER (PARTITION BY decada) - 1 AS DOUBLE), CAST(0 AS DOUBLE))
      ) / NULLIF(CAST(COUNT(lucro) OVER (PARTITION BY decada) - 1 AS DOUBLE), CAST(0 AS DOUBLE))
    ) AS student_lucro,
    ROW_NUMBER() OVER (PARTITION BY decada ORDER BY roi NULLS LAST) AS posicao_roi,
    COUNT(roi) OVER (PARTITION BY decada) AS contagem_roi
  FROM selecionados
) AS agrupados
GROUP BY
  decada
ORDER BY
  decada ASC NULLS LAST

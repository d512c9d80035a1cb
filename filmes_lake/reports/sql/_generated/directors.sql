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
), participacoes AS (
  SELECT
    id_filme,
    id_artista
  FROM ponte_filme_artista
  WHERE
    papel = 'director'
  GROUP BY
    id_filme,
    id_artista
), creditados AS (
  SELECT
    a.*,
    p.id_artista
  FROM avaliados AS a
  INNER JOIN participacoes AS p
    ON p.id_filme = a.id_filme
  WHERE
    a.condicao IS NULL
), artistas AS (
  SELECT
    COUNT(id_filme) AS filmes,
    SUM(CAST(lucro AS DOUBLE)) / NULLIF(SUM(CAST(orcamento AS DOUBLE)), CAST(0 AS DOUBLE)) AS roi_total,
    SUM(CAST(lucro AS DOUBLE)) / NULLIF(SUM(CAST(orcamento AS DOUBLE)), CAST(0 AS DOUBLE)) - SQRT(
      CAST(COUNT(lucro) AS DOUBLE) * SUM(
        CAST((
          CAST(lucro AS DOUBLE) - razao_lucro * CAST(orcamento AS DOUBLE)
        ) * (
          CAST(lucro AS DOUBLE) - razao_lucro * CAST(orcamento AS DOUBLE)
        ) AS DOUBLE)
      ) / NULLIF(CAST(COUNT(lucro) - 1 AS DOUBLE), CAST(0 AS DOUBLE))
    ) / NULLIF(SUM(CAST(orcamento AS DOUBLE)), CAST(0 AS DOUBLE)) * MAX(student_lucro) AS roi_total_inferior,
    SUM(CAST(lucro AS DOUBLE)) / NULLIF(SUM(CAST(orcamento AS DOUBLE)), CAST(0 AS DOUBLE)) + SQRT(
      CAST(COUNT(lucro) AS DOUBLE) * SUM(
        CAST((
          CAST(lucro AS DOUBLE) - razao_lucro * CAST(orcamento AS DOUBLE)
        ) * (
          CAST(lucro AS DOUBLE) - razao_lucro * CAST(orcamento AS DOUBLE)
        ) AS DOUBLE)
      ) / NULLIF(CAST(COUNT(lucro) - 1 AS DOUBLE), CAST(0 AS DOUBLE))
    ) / NULLIF(SUM(CAST(orcamento AS DOUBLE)), CAST(0 AS DOUBLE)) * MAX(student_lucro) AS roi_total_superior,
    AVG(
      CASE
        WHEN 2 * posicao_roi BETWEEN contagem_roi AND contagem_roi + 2
        THEN CAST(roi AS DOUBLE)
      END
    ) AS roi_mediano,
    MAX(
      CASE
        WHEN CAST(2 * posicao_roi AS DOUBLE) <= CAST(contagem_roi AS DOUBLE) + CAST(1 AS DOUBLE) - CAST(1.959964 AS DOUBLE) * SQRT(CAST(contagem_roi AS DOUBLE))
        THEN CAST(roi AS DOUBLE)
      END
    ) AS roi_mediano_inferior,
    MIN(
      CASE
        WHEN CAST(2 * (
          contagem_roi + 1 - posicao_roi
        ) AS DOUBLE) <= CAST(contagem_roi AS DOUBLE) + CAST(1 AS DOUBLE) - CAST(1.959964 AS DOUBLE) * SQRT(CAST(contagem_roi AS DOUBLE))
        THEN CAST(roi AS DOUBLE)
      END
    ) AS roi_mediano_superior,
    AVG(CAST(popularidade AS DOUBLE)) AS popularidade_media,
    SUM(CAST(receita AS DECIMAL(38, 0))) AS receita,
    id_artista
  FROM (
    SELECT
      *,
      SUM(CAST(lucro AS DOUBLE)) OVER (PARTITION BY id_artista) / NULLIF(SUM(CAST(orcamento AS DOUBLE)) OVER (PARTITION BY id_artista), CAST(0 AS DOUBLE)) AS razao_lucro,
      (
        CAST(1.959964 AS DOUBLE) + (
          CAST(2.372271 AS DOUBLE) + (
            CAST(2.822499 AS DOUBLE) + (
              CAST(2.55585 AS DOUBLE) + CAST(1.589534 AS DOUBLE) / NULLIF(CAST(COUNT(lucro) OVER (PARTITION BY id_artista) - 1 AS DOUBLE), CAST(0 AS DOUBLE))
            ) / NULLIF(CAST(COUNT(lucro) OVER (PARTITION BY id_artista) - 1 AS DOUBLE), CAST(0 AS DOUBLE))
          ) / NULLIF(CAST(COUNT(lucro) OVER (PARTITION BY id_artista) - 1 AS DOUBLE), CAST(0 AS DOUBLE))
        ) / NULLIF(CAST(COUNT(lucro) OVER (PARTITION BY id_artista) - 1 AS DOUBLE), CAST(0 AS DOUBLE))
      ) AS student_lucro,
      ROW_NUMBER() OVER (PARTITION BY id_artista ORDER BY roi NULLS LAST) AS posicao_roi,
      COUNT(roi) OVER (PARTITION BY id_artista) AS contagem_roi
    FROM creditados
  ) AS agrupados
  GROUP BY
    id_artista
), candidatos AS (
  SELECT
    a.*,
    COALESCE(d.nome_artista, d.id_artista) AS nome_artista,
    d.identidade
  FROM artistas AS a
  INNER JOIN dim_artista AS d
    ON d.id_artista = a.id_artista
  WHERE
    a.filmes >= CAST(:min_films AS BIGINT)
), ordenados AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      ORDER BY CAST(roi_total_inferior AS DECIMAL(38, 6)) DESC NULLS LAST, CAST(roi_total AS DECIMAL(38, 6)) DESC NULLS LAST, filmes DESC NULLS LAST, nome_artista ASC NULLS LAST, id_artista ASC NULLS LAST
    ) AS posicao
  FROM candidatos
)
SELECT
  CAST(nome_artista AS VARCHAR) AS nome_artista,
  CAST(filmes AS BIGINT) AS filmes,
  CAST(roi_total AS DOUBLE) AS roi_total,
  CAST(roi_total_inferior AS DOUBLE) AS roi_total_inferior,
  CAST(roi_total_superior AS DOUBLE) AS roi_total_superior,
  CAST(roi_mediano AS DOUBLE) AS roi_mediano,
  CAST(roi_mediano_inferior AS DOUBLE) AS roi_mediano_inferior,
  CAST(roi_mediano_superior AS DOUBLE) AS roi_mediano_superior,
  CAST(popularidade_media AS DOUBLE) AS popularidade_media,
  CAST(receita AS BIGINT) AS receita,
  CAST(identidade AS VARCHAR) AS identidade,
  CAST(id_artista AS VARCHAR) AS id_artista
FROM ordenados
WHERE
  CAST(:top AS BIGINT) IS NULL OR posicao <= CAST(:top AS BIGINT)
ORDER BY
  posicao ASC NULLS LAST

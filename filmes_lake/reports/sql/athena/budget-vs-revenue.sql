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
), ordenados AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      ORDER BY orcamento DESC NULLS LAST, receita DESC NULLS LAST, id_filme ASC NULLS LAST
    ) AS posicao
  FROM avaliados
  WHERE
    condicao IS NULL
)
SELECT
  CAST(id_filme AS VARCHAR) AS id_filme,
  CAST(titulo AS VARCHAR) AS titulo,
  CAST(decada AS INTEGER) AS decada,
  CAST(orcamento AS BIGINT) AS orcamento,
  CAST(receita AS BIGINT) AS receita,
  CAST(popularidade AS DOUBLE) AS popularidade
FROM ordenados
WHERE
  CAST(:top AS BIGINT) IS NULL OR posicao <= CAST(:top AS BIGINT)
ORDER BY
  posicao ASC NULLS LAST

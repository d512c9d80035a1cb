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
), listas AS (
  SELECT
    p.id_filme AS id_titulo,
    ARRAY_JOIN(ARRAY_AGG(g.genero ORDER BY g.genero ASC NULLS LAST), '|') AS generos
  FROM ponte_filme_genero AS p
  INNER JOIN dim_genero AS g
    ON g.id_genero = p.id_genero
  GROUP BY
    p.id_filme
), participacoes AS (
  SELECT
    id_filme,
    id_artista
  FROM ponte_filme_artista
  GROUP BY
    id_filme,
    id_artista
)
SELECT
  CAST(t.id_artista AS VARCHAR) AS id_artista,
  CAST(t.nome_artista AS VARCHAR) AS nome_artista,
  CAST(CASE t.identidade
    WHEN 'nome'
    THEN t.nome_artista
    WHEN 'nome_ano'
    THEN t.nome_artista || ' (' || CAST(t.ano_nascimento AS VARCHAR) || ')'
    ELSE t.nome_artista || ' (' || t.id_artista || ')'
  END AS VARCHAR) AS artista,
  CAST(t.identidade AS VARCHAR) AS identidade,
  CAST(a.id_filme AS VARCHAR) AS id_filme,
  CAST(a.titulo AS VARCHAR) AS titulo,
  CAST(COALESCE(a.titulo || ' (' || a.id_filme || ')', a.id_filme) AS VARCHAR) AS filme,
  CAST(a.ano AS INTEGER) AS ano,
  CAST(a.decada AS INTEGER) AS decada,
  CAST(d.mes AS INTEGER) AS mes,
  CAST(COALESCE('|' || l.generos || '|', '|') AS VARCHAR) AS generos,
  CAST(a.registro AS VARCHAR) AS registro,
  CAST(a.orcamento_pago AS BIGINT) AS orcamento_pago,
  CAST(a.receita_paga AS BIGINT) AS receita_paga,
  CAST(a.orcamento_corrigido AS DOUBLE) AS orcamento_corrigido,
  CAST(a.receita_corrigida AS DOUBLE) AS receita_corrigida,
  CAST(a.roi AS DOUBLE) AS roi,
  CAST(a.popularidade AS DOUBLE) AS popularidade,
  CAST(a.nota_imdb AS DOUBLE) AS nota_imdb,
  CAST(a.votos_imdb AS INTEGER) AS votos_imdb,
  CAST(a.adulto AS INTEGER) AS adulto,
  CAST(a.video AS INTEGER) AS video,
  CAST(a.suspeito AS VARCHAR) AS suspeito
FROM avaliados AS a
LEFT JOIN dim_data AS d
  ON d.id_data = a.id_data
LEFT JOIN listas AS l
  ON l.id_titulo = a.id_titulo
INNER JOIN participacoes AS p
  ON p.id_filme = a.id_filme
INNER JOIN dim_artista AS t
  ON t.id_artista = p.id_artista
WHERE
  a.condicao IS NULL

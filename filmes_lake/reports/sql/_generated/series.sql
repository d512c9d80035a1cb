WITH pedidos AS (
  SELECT
    LOWER(genero) AS genero
  FROM UNNEST(CAST(:genre AS VARCHAR ARRAY)) AS listados(genero)
), com_generos AS (
  SELECT
    p.id_serie AS id_titulo
  FROM ponte_serie_genero AS p
  INNER JOIN dim_genero AS g
    ON g.id_genero = p.id_genero
  INNER JOIN pedidos AS q
    ON q.genero = LOWER(g.genero)
), todos AS (
  SELECT
    d.id_serie,
    d.id_serie AS id_titulo,
    d.titulo_principal AS titulo,
    d.titulo_br,
    d.ano_lancamento,
    d.ano_lancamento AS ano,
    d.ano_termino,
    f.id_serie AS registro,
    f.popularidade,
    f.temporadas,
    f.nota_media_imdb AS nota_imdb,
    f.quantidade_votos_imdb AS votos_imdb
  FROM dim_serie AS d
  LEFT JOIN fato_desempenho_series AS f
    ON f.id_serie = d.id_serie
), avaliados AS (
  SELECT
    *,
    CASE
      WHEN registro IS NULL
      THEN 'no_tmdb_record'
      WHEN nota_imdb IS NULL
      THEN 'rating_unknown'
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
    END AS condicao
  FROM todos
), candidatos AS (
  SELECT
    *
  FROM avaliados
  WHERE
    condicao IS NULL
), ordenados AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      ORDER BY nota_imdb DESC NULLS LAST, votos_imdb DESC NULLS LAST, id_serie ASC NULLS LAST
    ) AS posicao
  FROM candidatos
)
SELECT
  CAST(CASE
    WHEN CAST(:titles AS VARCHAR) = 'br'
    THEN COALESCE(titulo_br, titulo)
    ELSE titulo
  END AS VARCHAR) AS titulo,
  CAST(id_serie AS VARCHAR) AS id_serie,
  CAST(ano_lancamento AS INTEGER) AS ano_lancamento,
  CAST(ano_termino AS INTEGER) AS ano_termino,
  CAST(nota_imdb AS DOUBLE) AS nota_imdb,
  CAST(votos_imdb AS INTEGER) AS votos_imdb,
  CAST(popularidade AS DOUBLE) AS popularidade,
  CAST(temporadas AS INTEGER) AS temporadas
FROM ordenados
WHERE
  CAST(:top AS BIGINT) IS NULL OR posicao <= CAST(:top AS BIGINT)
ORDER BY
  posicao ASC NULLS LAST

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
), listas AS (
  SELECT
    p.id_serie AS id_titulo,
    ARRAY_JOIN(ARRAY_AGG(g.genero ORDER BY g.genero ASC NULLS LAST), '|') AS generos
  FROM ponte_serie_genero AS p
  INNER JOIN dim_genero AS g
    ON g.id_genero = p.id_genero
  GROUP BY
    p.id_serie
)
SELECT
  CAST(a.id_serie AS VARCHAR) AS id_serie,
  CAST(a.titulo AS VARCHAR) AS titulo,
  CAST(a.ano AS INTEGER) AS ano,
  CAST(a.ano_lancamento AS INTEGER) AS ano_lancamento,
  CAST(a.ano_termino AS INTEGER) AS ano_termino,
  CAST(COALESCE('|' || l.generos || '|', '|') AS VARCHAR) AS generos,
  CAST(a.registro AS VARCHAR) AS registro,
  CAST(a.nota_imdb AS DOUBLE) AS nota_imdb,
  CAST(a.votos_imdb AS INTEGER) AS votos_imdb,
  CAST(a.popularidade AS DOUBLE) AS popularidade,
  CAST(a.temporadas AS INTEGER) AS temporadas
FROM avaliados AS a
LEFT JOIN listas AS l
  ON l.id_titulo = a.id_titulo

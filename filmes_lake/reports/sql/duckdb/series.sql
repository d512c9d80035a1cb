WITH do_genero AS (
  SELECT
    p.id_serie
  FROM ponte_serie_genero AS p
  INNER JOIN dim_genero AS g
    ON g.id_genero = p.id_genero
  WHERE
    LOWER(g.genero) = LOWER(CAST($genre AS TEXT))
), series AS (
  SELECT
    d.id_serie,
    d.titulo_principal AS titulo,
    d.ano_lancamento AS ano,
    d.ano_termino,
    NOT f.id_serie IS NULL AS conhecido,
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
      WHEN NOT conhecido
      THEN 'no_tmdb_record'
      WHEN nota_imdb IS NULL
      THEN 'rating_unknown'
      WHEN CAST($min_votes AS BIGINT) > 0
      AND COALESCE(votos_imdb, 0) < CAST($min_votes AS BIGINT)
      THEN 'too_few_votes'
      WHEN CAST($min_year AS BIGINT) > 0 AND COALESCE(ano, 0) < CAST($min_year AS BIGINT)
      THEN 'before_min_year'
      WHEN CAST($max_year AS BIGINT) > 0 AND COALESCE(ano, 9999) > CAST($max_year AS BIGINT)
      THEN 'after_max_year'
      WHEN NOT CAST($genre AS TEXT) IS NULL
      AND NOT id_serie IN (
        SELECT
          id_serie
        FROM do_genero
      )
      THEN 'other_genre'
    END AS condicao
  FROM series
), ordenadas AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      ORDER BY nota_imdb DESC NULLS LAST, votos_imdb DESC NULLS LAST, id_serie ASC NULLS LAST
    ) AS posicao
  FROM avaliados
  WHERE
    condicao IS NULL
)
SELECT
  CAST(titulo AS TEXT) AS titulo,
  CAST(ano AS INT) AS ano_lancamento,
  CAST(ano_termino AS INT) AS ano_termino,
  CAST(nota_imdb AS DOUBLE) AS nota_imdb,
  CAST(votos_imdb AS INT) AS votos_imdb,
  CAST(popularidade AS DOUBLE) AS popularidade,
  CAST(temporadas AS INT) AS temporadas,
  CAST(id_serie AS TEXT) AS id_serie
FROM ordenadas
WHERE
  posicao <= CAST($top AS BIGINT)
ORDER BY
  posicao ASC NULLS LAST

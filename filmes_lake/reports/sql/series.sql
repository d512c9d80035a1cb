WITH {% include "series-selection.sql" %},
ordenadas AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      ORDER BY nota_imdb DESC NULLS LAST, votos_imdb DESC NULLS LAST, id_serie ASC NULLS LAST
    ) AS posicao
  FROM avaliados
  WHERE condicao IS NULL
)
SELECT
  CAST(titulo AS VARCHAR) AS titulo,
  CAST(ano AS INTEGER) AS ano_lancamento,
  CAST(ano_termino AS INTEGER) AS ano_termino,
  CAST(nota_imdb AS DOUBLE) AS nota_imdb,
  CAST(votos_imdb AS INTEGER) AS votos_imdb,
  CAST(popularidade AS DOUBLE) AS popularidade,
  CAST(temporadas AS INTEGER) AS temporadas,
  CAST(id_serie AS VARCHAR) AS id_serie
FROM ordenadas
WHERE posicao <= CAST(:top AS BIGINT)
ORDER BY posicao ASC NULLS LAST

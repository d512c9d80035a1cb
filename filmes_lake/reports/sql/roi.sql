WITH {% include "selection.sql" %},
ordenados AS (
  SELECT
    *,
    ROW_NUMBER() OVER (ORDER BY roi DESC NULLS LAST, votos_imdb DESC NULLS LAST, id_filme ASC NULLS LAST) AS posicao
  FROM avaliados
  WHERE condicao IS NULL
)
SELECT
  CAST(posicao AS BIGINT) AS posicao,
  CAST(titulo AS VARCHAR) AS titulo,
  CAST(ano AS INTEGER) AS ano,
  CAST(roi AS DOUBLE) AS roi,
  CAST(orcamento AS BIGINT) AS orcamento,
  CAST(receita AS BIGINT) AS receita,
  CAST(lucro AS BIGINT) AS lucro,
  CAST(nota_imdb AS DOUBLE) AS nota_imdb,
  CAST(votos_imdb AS INTEGER) AS votos_imdb,
  CAST(popularidade AS DOUBLE) AS popularidade,
  CAST(id_filme AS VARCHAR) AS id_filme
FROM ordenados
WHERE posicao <= CAST(:top AS BIGINT)
ORDER BY posicao ASC NULLS LAST

WITH {% include "selection.sql" %},
ordenados AS (
  SELECT
    *,
    ROW_NUMBER() OVER (ORDER BY nota_imdb DESC NULLS LAST, roi DESC NULLS LAST, id_filme ASC NULLS LAST) AS posicao
  FROM avaliados
  WHERE condicao IS NULL
)
SELECT
  CAST(id_filme AS VARCHAR) AS id_filme,
  CAST(titulo AS VARCHAR) AS titulo,
  CAST(decada AS INTEGER) AS decada,
  CAST(nota_imdb AS DOUBLE) AS nota_imdb,
  CAST(roi AS DOUBLE) AS roi,
  CAST(popularidade AS DOUBLE) AS popularidade
FROM ordenados
WHERE CAST(:top AS BIGINT) IS NULL OR posicao <= CAST(:top AS BIGINT)
ORDER BY posicao ASC NULLS LAST

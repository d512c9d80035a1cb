WITH {% include "selection.sql" %},
ordenados AS (
  SELECT
    *,
    ROW_NUMBER() OVER (ORDER BY orcamento DESC NULLS LAST, receita DESC NULLS LAST, id_filme ASC NULLS LAST) AS posicao
  FROM avaliados
  WHERE condicao IS NULL
)
SELECT
  CAST(id_filme AS VARCHAR) AS id_filme,
  CAST(titulo AS VARCHAR) AS titulo,
  CAST(decada AS INTEGER) AS decada,
  CAST(orcamento AS BIGINT) AS orcamento,
  CAST(receita AS BIGINT) AS receita,
  CAST(popularidade AS DOUBLE) AS popularidade
FROM ordenados
WHERE CAST(:top AS BIGINT) IS NULL OR posicao <= CAST(:top AS BIGINT)
ORDER BY posicao ASC NULLS LAST

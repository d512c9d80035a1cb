WITH {% include "selection.sql" %},
selecionados AS (
  SELECT *
  FROM avaliados
  WHERE condicao IS NULL
)
SELECT
  CAST(decada AS INTEGER) AS decada,
  CAST({{ measure("filmes") }} AS BIGINT) AS filmes,
  CAST({{ measure("roi_total") }} AS DOUBLE) AS roi_total,
  CAST({{ measure("roi_mediano") }} AS DOUBLE) AS roi_mediano,
  CAST({{ measure("roi_medio") }} AS DOUBLE) AS roi_medio,
  CAST({{ measure("orcamento") }} AS BIGINT) AS orcamento,
  CAST({{ measure("receita") }} AS BIGINT) AS receita,
  CAST(COUNT(*) < CAST(:min_films AS BIGINT) AS BOOLEAN) AS poucos_filmes
FROM {{ ranked("selecionados", of=["roi"], by="decada") }}
GROUP BY decada
ORDER BY decada ASC NULLS LAST

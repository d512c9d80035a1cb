WITH {% include "selection.sql" %},
selecionados AS (
  {# The date -1 has no month: unknown dates are a group of their own, and none is taken for January. #}
  SELECT a.*, d.mes
  FROM avaliados AS a
  INNER JOIN dim_data AS d ON d.id_data = a.id_data
  WHERE a.condicao IS NULL
)
SELECT
  CAST(mes AS INTEGER) AS mes,
  CAST({{ measure("filmes") }} AS BIGINT) AS filmes,
  CAST({{ measure("roi_total") }} AS DOUBLE) AS roi_total,
  CAST({{ measure("roi_mediano") }} AS DOUBLE) AS roi_mediano,
  CAST({{ measure("roi_medio") }} AS DOUBLE) AS roi_medio,
  CAST({{ measure("orcamento") }} AS BIGINT) AS orcamento,
  CAST({{ measure("receita") }} AS BIGINT) AS receita,
  CAST(COUNT(*) < CAST(:min_films AS BIGINT) AS BOOLEAN) AS poucos_filmes
FROM {{ ranked("selecionados", of=["roi"], by="mes") }}
GROUP BY mes
ORDER BY mes ASC NULLS LAST

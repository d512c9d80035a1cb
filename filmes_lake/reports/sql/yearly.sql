WITH {% include "selection.sql" %},
selecionados AS (
  SELECT *
  FROM avaliados
  WHERE condicao IS NULL
)
SELECT
  CAST(ano AS INTEGER) AS ano,
  CAST({{ measure("filmes") }} AS BIGINT) AS filmes,
  CAST(COUNT(*) < CAST(:min_films AS BIGINT) AS BOOLEAN) AS poucos_filmes,
  CAST({{ measure("orcamento_mediano") }} AS DOUBLE) AS orcamento_mediano,
  CAST({{ measure("orcamento") }} AS BIGINT) AS orcamento,
  CAST({{ measure("receita_mediana") }} AS DOUBLE) AS receita_mediana,
  CAST({{ measure("receita") }} AS BIGINT) AS receita,
  CAST({{ measure("orcamento_corrigido_mediano") }} AS DOUBLE) AS orcamento_corrigido_mediano,
  CAST({{ measure("orcamento_corrigido") }} AS DOUBLE) AS orcamento_corrigido,
  CAST({{ measure("receita_corrigida_mediana") }} AS DOUBLE) AS receita_corrigida_mediana,
  CAST({{ measure("receita_corrigida") }} AS DOUBLE) AS receita_corrigida,
  CAST(MAX(ano_base) AS INTEGER) AS ano_base
FROM {{ ranked("selecionados", of=["orcamento", "receita", "orcamento_corrigido", "receita_corrigida"], by="ano") }}
GROUP BY ano
ORDER BY ano ASC NULLS LAST

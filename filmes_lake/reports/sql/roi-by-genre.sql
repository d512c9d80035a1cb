WITH {% include "selection.sql" %},
selecionados AS (
  {# One row per film and genre; a film without a genre keeps its row. #}
  SELECT a.*, g.genero
  FROM avaliados AS a
  LEFT JOIN ponte_filme_genero AS p ON p.id_filme = a.id_filme
  LEFT JOIN dim_genero AS g ON g.id_genero = p.id_genero
  WHERE a.condicao IS NULL
)
SELECT
  CAST(genero AS VARCHAR) AS genero,
  CAST({{ measure("filmes") }} AS BIGINT) AS filmes,
  CAST({{ measure("roi_total") }} AS DOUBLE) AS roi_total,
  CAST({{ measure("roi_mediano") }} AS DOUBLE) AS roi_mediano,
  CAST({{ measure("roi_medio") }} AS DOUBLE) AS roi_medio,
  CAST({{ measure("orcamento") }} AS BIGINT) AS orcamento,
  CAST({{ measure("receita") }} AS BIGINT) AS receita,
  CAST(COUNT(*) < CAST(:min_films AS BIGINT) AS BOOLEAN) AS poucos_filmes
FROM {{ ranked("selecionados", of=["roi"], by="genero") }}
GROUP BY genero
ORDER BY genero ASC NULLS LAST

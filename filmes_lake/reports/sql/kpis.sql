WITH {% include "selection.sql" %},
selecionados AS (
  SELECT *
  FROM avaliados
  WHERE condicao IS NULL
),
elenco AS (
  SELECT COUNT(DISTINCT p.id_artista) AS artistas
  FROM ponte_filme_artista AS p
  INNER JOIN selecionados AS s ON s.id_filme = p.id_filme
)
SELECT
  CAST({{ measure("filmes") }} AS BIGINT) AS filmes,
  CAST(MAX(elenco.artistas) AS BIGINT) AS artistas,
  CAST({{ measure("orcamento_mediano") }} AS DOUBLE) AS orcamento_mediano,
  CAST({{ measure("orcamento_medio") }} AS DOUBLE) AS orcamento_medio,
  CAST({{ measure("receita_mediana") }} AS DOUBLE) AS receita_mediana,
  CAST({{ measure("receita_media") }} AS DOUBLE) AS receita_media,
  CAST({{ measure("roi_total") }} AS DOUBLE) AS roi_total,
  CAST({{ measure("roi_mediano") }} AS DOUBLE) AS roi_mediano,
  CAST({{ measure("roi_medio") }} AS DOUBLE) AS roi_medio,
  CAST({{ measure("popularidade_media") }} AS DOUBLE) AS popularidade_media,
  CAST({{ measure("nota_imdb_media") }} AS DOUBLE) AS nota_imdb_media
FROM {{ ranked("selecionados", of=["orcamento", "receita", "roi"]) }}
RIGHT JOIN elenco ON TRUE

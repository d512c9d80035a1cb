WITH {% include "selection.sql" %},
{# The bridge has a row for each thing that an artist did in a film. #}
participacoes AS (
  SELECT id_filme, id_artista
  FROM ponte_filme_artista
  GROUP BY id_filme, id_artista
),
creditados AS (
  SELECT a.*, p.id_artista
  FROM avaliados AS a
  INNER JOIN participacoes AS p ON p.id_filme = a.id_filme
  WHERE a.condicao IS NULL
),
artistas AS (
  SELECT
    id_artista,
    {{ measure("filmes") }} AS filmes,
    {{ measure("roi_total") }} AS roi_total,
    {{ measure("roi_mediano") }} AS roi_mediano,
    {{ measure("popularidade_media") }} AS popularidade_media,
    {{ measure("receita") }} AS receita
  FROM {{ ranked("creditados", of=["roi"], by="id_artista") }}
  GROUP BY id_artista
),
ordenados AS (
  SELECT
    a.*,
    d.nome_artista,
    d.identidade,
    ROW_NUMBER() OVER (
      ORDER BY a.roi_total DESC NULLS LAST, a.filmes DESC NULLS LAST, d.nome_artista ASC NULLS LAST,
        a.id_artista ASC NULLS LAST
    ) AS posicao
  FROM artistas AS a
  INNER JOIN dim_artista AS d ON d.id_artista = a.id_artista
  WHERE a.filmes >= CAST(:min_films AS BIGINT)
)
SELECT
  CAST(nome_artista AS VARCHAR) AS nome_artista,
  CAST(filmes AS BIGINT) AS filmes,
  CAST(roi_total AS DOUBLE) AS roi_total,
  CAST(roi_mediano AS DOUBLE) AS roi_mediano,
  CAST(popularidade_media AS DOUBLE) AS popularidade_media,
  CAST(receita AS BIGINT) AS receita,
  CAST(identidade AS VARCHAR) AS identidade,
  CAST(id_artista AS VARCHAR) AS id_artista
FROM ordenados
WHERE posicao <= CAST(:top AS BIGINT)
ORDER BY posicao ASC NULLS LAST

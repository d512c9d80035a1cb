-- What no table could take, found again in its file by its text: numbering every line at first would cost more.
WITH rejeitos AS (
  SELECT origem, motivo, conteudo FROM linhas_rejeitadas
  UNION ALL
  SELECT origem, motivo, conteudo FROM registros_filmes WHERE motivo IS NOT NULL
  UNION ALL
  SELECT origem, motivo, conteudo FROM registros_series WHERE motivo IS NOT NULL
),
rejeitos_distintos AS (
  SELECT origem, motivo, conteudo
  FROM rejeitos
  GROUP BY origem, motivo, conteudo
)
SELECT
  CAST(r.origem AS STRING) AS origem,
  CAST(n.linha AS BIGINT) AS linha,
  CAST(r.conteudo AS STRING) AS conteudo,
  CAST(r.motivo AS STRING) AS motivo
FROM rejeitos_distintos AS r
INNER JOIN linhas_numeradas AS n ON n.origem = r.origem AND n.texto = r.conteudo
ORDER BY origem, linha

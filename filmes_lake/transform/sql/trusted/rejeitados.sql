-- What no table could take, found again in its file by its text: numbering every line at first would cost more.
SELECT
  CAST(r.origem AS STRING) AS origem,
  CAST(n.linha AS BIGINT) AS linha,
  CAST(r.conteudo AS STRING) AS conteudo,
  CAST(r.motivo AS STRING) AS motivo
FROM rejeitos AS r
INNER JOIN linhas_numeradas AS n ON n.origem = r.origem AND n.texto = r.conteudo
ORDER BY origem, linha

-- What no table could take, found again in its file by its text: numbering every line at first would cost more. Of a
-- line of a conversion `conteudo` is what the file itself has.
-- Rows of files that nobody reads this time are known.
-- The few rejected texts stand on the right, where an engine that does not choose looks them up.
SELECT
  CAST(r.origem AS STRING) AS origem,
  CAST(n.linha AS BIGINT) AS linha,
  CAST(n.conteudo AS STRING) AS conteudo,
  CAST(r.motivo AS STRING) AS motivo
FROM linhas_numeradas AS n
INNER JOIN rejeitos AS r ON r.origem = n.origem AND r.conteudo = n.texto
UNION ALL
SELECT origem, linha, conteudo, motivo
FROM rejeitados_conhecidos
ORDER BY origem, linha

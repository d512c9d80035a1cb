SELECT
  CAST(r.origem AS TEXT) AS origem,
  CAST(n.linha AS BIGINT) AS linha,
  CAST(r.conteudo AS TEXT) AS conteudo,
  CAST(r.motivo AS TEXT) AS motivo
FROM rejeitos AS r
INNER JOIN linhas_numeradas AS n
  ON n.origem = r.origem AND n.texto = r.conteudo
ORDER BY
  origem NULLS FIRST,
  linha NULLS FIRST

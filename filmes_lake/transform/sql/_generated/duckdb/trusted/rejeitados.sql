SELECT
  CAST(r.origem AS TEXT) AS origem,
  CAST(n.linha AS BIGINT) AS linha,
  CAST(n.conteudo AS TEXT) AS conteudo,
  CAST(r.motivo AS TEXT) AS motivo
FROM linhas_numeradas AS n
INNER JOIN rejeitos AS r
  ON r.origem = n.origem AND r.conteudo = n.texto
UNION ALL
SELECT
  origem,
  linha,
  conteudo,
  motivo
FROM rejeitados_conhecidos
ORDER BY
  origem NULLS FIRST,
  linha NULLS FIRST

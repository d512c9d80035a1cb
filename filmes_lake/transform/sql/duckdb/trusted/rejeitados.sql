WITH rejeitos AS (
  SELECT
    origem,
    motivo,
    conteudo
  FROM linhas_rejeitadas
  UNION ALL
  SELECT
    origem,
    motivo,
    conteudo
  FROM registros_filmes
  WHERE
    NOT motivo IS NULL
  UNION ALL
  SELECT
    origem,
    motivo,
    conteudo
  FROM registros_series
  WHERE
    NOT motivo IS NULL
), rejeitos_distintos AS (
  SELECT
    origem,
    motivo,
    conteudo
  FROM rejeitos
  GROUP BY
    origem,
    motivo,
    conteudo
)
SELECT
  TRY_CAST(r.origem AS TEXT) AS origem,
  TRY_CAST(n.linha AS BIGINT) AS linha,
  TRY_CAST(r.conteudo AS TEXT) AS conteudo,
  TRY_CAST(r.motivo AS TEXT) AS motivo
FROM rejeitos_distintos AS r
INNER JOIN linhas_numeradas AS n
  ON n.origem = r.origem AND n.texto = r.conteudo
ORDER BY
  origem NULLS FIRST,
  linha NULLS FIRST

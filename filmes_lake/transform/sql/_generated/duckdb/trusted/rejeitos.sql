SELECT
  origem,
  motivo,
  conteudo
FROM (
  SELECT
    origem,
    motivo,
    conteudo
  FROM artistas_das_linhas
  WHERE
    NOT motivo IS NULL
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
) AS todos
GROUP BY
  origem,
  motivo,
  conteudo

SELECT
  tipo,
  origem,
  motivo,
  conteudo
FROM recusadas_filmes
UNION ALL
SELECT
  tipo,
  origem,
  motivo,
  conteudo
FROM recusadas_series

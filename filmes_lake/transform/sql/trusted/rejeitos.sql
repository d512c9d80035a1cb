-- Each distinct line and record that no table could take.
SELECT origem, motivo, conteudo
FROM (
  SELECT origem, motivo, conteudo FROM artistas_das_linhas WHERE motivo IS NOT NULL
  UNION ALL
  SELECT origem, motivo, conteudo FROM registros_filmes WHERE motivo IS NOT NULL
  UNION ALL
  SELECT origem, motivo, conteudo FROM registros_series WHERE motivo IS NOT NULL
) AS todos
GROUP BY origem, motivo, conteudo

-- The lines of both files that lack fields or an id.
SELECT tipo, origem, motivo, conteudo FROM recusadas_filmes
UNION ALL
SELECT tipo, origem, motivo, conteudo FROM recusadas_series

-- The hashes of more than one line.
SELECT marca
FROM artistas_das_linhas
WHERE nome_artista IS NOT NULL
GROUP BY marca
HAVING COUNT(*) > 1

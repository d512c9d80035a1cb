-- Names that stand in more than one line of a title.
SELECT tipo, id_titulo, nome_artista
FROM linhas
WHERE motivo IS NULL AND nome_artista IS NOT NULL
GROUP BY tipo, id_titulo, nome_artista
HAVING COUNT(*) > 1

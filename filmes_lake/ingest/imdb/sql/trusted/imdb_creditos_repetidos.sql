-- Places of titles that are taken which stand in more than one line of title.principals.
SELECT l.numero, l.ordem
FROM imdb_creditos_lidos AS l
INNER JOIN imdb_creditos_por_titulo AS t ON t.numero = l.numero
WHERE l.motivo IS NULL AND t.tipo IS NOT NULL AND t.linhas <> t.lugares
GROUP BY l.numero, l.ordem
HAVING COUNT(*) > 1

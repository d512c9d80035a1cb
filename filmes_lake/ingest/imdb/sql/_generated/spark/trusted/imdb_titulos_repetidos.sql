-- Made from trusted/imdb_titulos_repetidos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Titles of the types that are taken which have more than one line of title.basics.
SELECT l.numero
FROM imdb_titulos_lidos AS l
INNER JOIN imdb_titulos_por_bloco AS b ON b.bloco = SHIFTRIGHT(l.numero, 5)
WHERE l.situacao = 'do_tipo' AND b.linhas <> BIT_COUNT(b.conhecidos)
GROUP BY l.numero
HAVING COUNT(*) > 1

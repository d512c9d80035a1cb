-- Made from trusted/imdb_pessoas_repetidas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- People with a credit who have more than one line of name.basics.
SELECT l.pessoa
FROM imdb_pessoas_lidas AS l
INNER JOIN imdb_nomes AS n ON n.bloco = SHIFTRIGHT(l.pessoa, 5)
WHERE l.creditada AND n.linhas <> BIT_COUNT(n.casas)
GROUP BY l.pessoa
HAVING COUNT(*) > 1

-- Made from trusted/pessoas_em_conflito.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Persons of whom the lines say different things.
SELECT id_artista
FROM variantes_de_pessoas
GROUP BY id_artista
HAVING COUNT(*) > 1

-- Made from trusted/titulos_em_conflito.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Titles of which the lines say different things, or the same in different writing.
SELECT tipo, id_titulo
FROM variantes
GROUP BY tipo, id_titulo
HAVING COUNT(*) > 1

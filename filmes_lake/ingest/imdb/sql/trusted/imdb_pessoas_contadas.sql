-- Whose lines of name.basics are wanted.
SELECT bloco, creditados AS procurados
FROM imdb_creditados

-- Whose lines of title.principals are wanted.
SELECT bloco, filmes | series AS procurados
FROM imdb_marcas

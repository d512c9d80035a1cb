-- Whose lines of title.crew are wanted.
SELECT bloco, filmes | series AS procurados
FROM imdb_marcas

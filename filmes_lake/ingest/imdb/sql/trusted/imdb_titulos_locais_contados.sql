-- Whose lines of title.akas are wanted.
SELECT bloco, filmes | series AS procurados
FROM imdb_marcas

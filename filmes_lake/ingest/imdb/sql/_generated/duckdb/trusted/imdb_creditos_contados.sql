SELECT
  bloco,
  filmes | series AS procurados
FROM imdb_marcas

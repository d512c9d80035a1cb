SELECT
  bloco,
  creditados AS procurados
FROM imdb_creditados

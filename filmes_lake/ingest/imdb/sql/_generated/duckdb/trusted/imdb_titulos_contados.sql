SELECT
  tipo_imdb AS procurado
FROM imdb_escolha

-- Lines of title.basics of which types are wanted.
SELECT tipo_imdb AS procurado
FROM imdb_escolha

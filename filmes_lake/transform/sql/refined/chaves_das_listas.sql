-- The keys of each list of genres, in order: so those of titles that are in order are in order too.
SELECT generos, SORT_ARRAY(COLLECT_LIST(id_genero)) AS chaves
FROM generos_das_listas
GROUP BY generos

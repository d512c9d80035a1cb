SELECT
  generos,
  LIST_SORT(ARRAY_AGG(id_genero) FILTER(WHERE id_genero IS NOT NULL), 'ASC', 'NULLS FIRST') AS chaves
FROM generos_das_listas
GROUP BY
  generos

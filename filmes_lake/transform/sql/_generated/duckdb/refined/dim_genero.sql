SELECT
  CAST(id_genero AS TEXT) AS id_genero,
  CAST(genero AS TEXT) AS genero
FROM generos_das_listas
GROUP BY
  id_genero,
  genero
ORDER BY
  id_genero NULLS FIRST

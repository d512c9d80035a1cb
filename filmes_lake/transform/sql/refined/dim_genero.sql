SELECT
  CAST(id_genero AS STRING) AS id_genero,
  CAST(genero AS STRING) AS genero
FROM generos_das_listas
GROUP BY id_genero, genero
ORDER BY id_genero

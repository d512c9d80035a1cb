SELECT
  CAST(id_titulo AS STRING) AS id_filme,
  CAST(id_genero AS STRING) AS id_genero
FROM generos_de_titulos
WHERE tipo = 'filme'
ORDER BY id_filme, id_genero

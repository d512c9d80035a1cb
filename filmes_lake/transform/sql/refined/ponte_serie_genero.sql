SELECT
  CAST(id_titulo AS STRING) AS id_serie,
  CAST(id_genero AS STRING) AS id_genero
FROM generos_de_titulos
WHERE tipo = 'serie'
ORDER BY id_serie, id_genero

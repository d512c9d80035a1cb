SELECT
  CAST(t.id_titulo AS STRING) AS id_serie,
  CAST(g.id_genero AS STRING) AS id_genero
FROM generos_de_titulos AS t
INNER JOIN dim_genero AS g ON g.genero = t.genero
WHERE t.tipo = 'serie'
ORDER BY id_serie, id_genero

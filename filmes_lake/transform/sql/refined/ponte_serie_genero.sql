WITH pares AS (
  SELECT t.id_titulo, EXPLODE(c.chaves) AS id_genero
  FROM titulos AS t
  INNER JOIN chaves_das_listas AS c ON c.generos = t.generos
  WHERE t.tipo = 'serie'
)
SELECT
  CAST(id_titulo AS STRING) AS id_serie,
  CAST(id_genero AS STRING) AS id_genero
FROM pares
ORDER BY LENGTH(id_serie), id_serie, id_genero

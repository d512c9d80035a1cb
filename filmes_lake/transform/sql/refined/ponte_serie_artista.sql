SELECT
  CAST(id_titulo AS STRING) AS id_serie,
  CAST(id_artista AS STRING) AS id_artista,
  CAST(papel AS STRING) AS papel
FROM artistas_creditados
WHERE tipo = 'serie'
ORDER BY LENGTH(id_serie), id_serie, id_artista, papel

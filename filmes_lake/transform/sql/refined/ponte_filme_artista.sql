SELECT
  CAST(id_titulo AS STRING) AS id_filme,
  CAST(id_artista AS STRING) AS id_artista,
  CAST(papel AS STRING) AS papel
FROM artistas_creditados
WHERE tipo = 'filme'
ORDER BY LENGTH(id_filme), id_filme, id_artista, papel

-- Who did what in which series, whatever the character.
SELECT
  CAST(id_titulo AS STRING) AS id_serie,
  CAST(id_artista AS STRING) AS id_artista,
  CAST(papel AS STRING) AS papel
FROM creditos
WHERE tipo = 'serie'
GROUP BY id_titulo, id_artista, papel
ORDER BY LENGTH(id_serie), id_serie, id_artista, papel

-- Who did what in which film, whatever the character.
SELECT
  CAST(id_titulo AS STRING) AS id_filme,
  CAST(id_artista AS STRING) AS id_artista,
  CAST(papel AS STRING) AS papel
FROM creditos
WHERE tipo = 'filme'
GROUP BY id_titulo, id_artista, papel
ORDER BY LENGTH(id_filme), id_filme, id_artista, papel

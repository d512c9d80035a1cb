-- The credits of the titles that are taken as their table has them.
SELECT tipo, id_titulo, id_artista, papel, personagem, ordem, trabalho
FROM imdb_creditos_dos_titulos
UNION ALL
SELECT
  tipo, id_titulo, id_artista, papel,
  CAST(NULL AS STRING) AS personagem,
  CAST(NULL AS INT) AS ordem,
  CAST(NULL AS STRING) AS trabalho
FROM imdb_creditos_da_equipe

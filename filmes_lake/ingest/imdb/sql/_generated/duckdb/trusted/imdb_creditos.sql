SELECT
  tipo,
  id_titulo,
  id_artista,
  papel,
  personagem,
  ordem,
  trabalho
FROM imdb_creditos_dos_titulos
UNION ALL
SELECT
  tipo,
  id_titulo,
  id_artista,
  papel,
  CAST(NULL AS TEXT) AS personagem,
  CAST(NULL AS INT) AS ordem,
  CAST(NULL AS TEXT) AS trabalho
FROM imdb_creditos_da_equipe

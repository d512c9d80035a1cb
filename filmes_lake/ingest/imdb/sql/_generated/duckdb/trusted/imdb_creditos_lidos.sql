SELECT
  CAST(NULL AS TEXT) AS motivo,
  conteudo,
  numero,
  ordem,
  CASE WHEN com_personagem THEN TRUE END AS personagem_valido
FROM imdb_creditos_vistos
WHERE
  NOT numero IS NULL
UNION ALL
SELECT
  motivo,
  conteudo,
  numero,
  ordem,
  personagem_valido
FROM imdb_creditos_incomuns

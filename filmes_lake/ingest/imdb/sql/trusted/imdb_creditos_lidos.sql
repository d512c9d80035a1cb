-- What each line of title.principals tells. There is the text of lines of titles that are taken, and of a few others.
SELECT
  CAST(NULL AS STRING) AS motivo,
  conteudo,
  numero,
  ordem,
  CASE WHEN com_personagem THEN TRUE END AS personagem_valido
FROM imdb_creditos_vistos
WHERE numero IS NOT NULL
UNION ALL
SELECT motivo, conteudo, numero, ordem, personagem_valido
FROM imdb_creditos_incomuns

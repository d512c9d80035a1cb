SELECT
  CAST(id_artista AS STRING) AS id_artista,
  CAST(nome_artista AS STRING) AS nome_artista,
  CAST(ano_nascimento AS INT) AS ano_nascimento,
  CAST(ano_falecimento AS INT) AS ano_falecimento,
  CAST(identidade AS STRING) AS identidade
FROM pessoas
ORDER BY id_artista

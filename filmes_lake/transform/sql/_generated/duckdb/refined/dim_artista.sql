SELECT
  CAST(id_artista AS TEXT) AS id_artista,
  CAST(nome_artista AS TEXT) AS nome_artista,
  CAST(ano_nascimento AS INT) AS ano_nascimento,
  CAST(ano_falecimento AS INT) AS ano_falecimento,
  CAST(identidade AS TEXT) AS identidade
FROM pessoas
ORDER BY
  id_artista NULLS FIRST

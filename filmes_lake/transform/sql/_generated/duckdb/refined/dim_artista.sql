SELECT
  CAST(id_artista AS TEXT) AS id_artista,
  CAST(MAX(nome_artista) AS TEXT) AS nome_artista,
  CAST(MAX(ano_nascimento) AS INT) AS ano_nascimento,
  CAST(MAX(ano_falecimento) AS INT) AS ano_falecimento,
  CAST(MAX(identidade) AS TEXT) AS identidade
FROM artistas
GROUP BY
  id_artista
ORDER BY
  id_artista NULLS FIRST

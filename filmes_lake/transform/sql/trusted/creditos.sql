SELECT
  CAST(tipo AS STRING) AS tipo,
  CAST(id_titulo AS STRING) AS id_titulo,
  CAST(nome_artista AS STRING) AS nome_artista,
  CAST(ano_nascimento AS INT) AS ano_nascimento,
  CAST(ano_falecimento AS INT) AS ano_falecimento,
  CAST(papel AS STRING) AS papel,
  CAST(personagem AS STRING) AS personagem,
  CAST(SPLIT(profissoes, ',') AS ARRAY<STRING>) AS profissoes,
  CAST(SPLIT(titulos_conhecidos, ',') AS ARRAY<STRING>) AS titulos_conhecidos
FROM creditos_distintos
ORDER BY tipo, id_titulo, nome_artista

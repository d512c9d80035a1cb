SELECT
  TRY_CAST(tipo AS TEXT) AS tipo,
  TRY_CAST(id_titulo AS TEXT) AS id_titulo,
  TRY_CAST(nome_artista AS TEXT) AS nome_artista,
  TRY_CAST(ano_nascimento AS INT) AS ano_nascimento,
  TRY_CAST(ano_falecimento AS INT) AS ano_falecimento,
  TRY_CAST(papel AS TEXT) AS papel,
  TRY_CAST(personagem AS TEXT) AS personagem,
  TRY_CAST(STR_SPLIT(profissoes, ',') AS TEXT[]) AS profissoes,
  TRY_CAST(STR_SPLIT(titulos_conhecidos, ',') AS TEXT[]) AS titulos_conhecidos
FROM creditos_distintos
ORDER BY
  tipo NULLS FIRST,
  id_titulo NULLS FIRST,
  nome_artista NULLS FIRST

SELECT
  CAST(tipo AS TEXT) AS tipo,
  CAST(id_titulo AS TEXT) AS id_titulo,
  CAST(nome_artista AS TEXT) AS nome_artista,
  CAST(ano_nascimento AS INT) AS ano_nascimento,
  CAST(ano_falecimento AS INT) AS ano_falecimento,
  CAST(papel AS TEXT) AS papel,
  CAST(personagem AS TEXT) AS personagem,
  CAST(STR_SPLIT(profissoes, ',') AS TEXT[]) AS profissoes,
  CAST(STR_SPLIT(titulos_conhecidos, ',') AS TEXT[]) AS titulos_conhecidos
FROM creditos_distintos
ORDER BY
  tipo NULLS FIRST,
  id_titulo NULLS FIRST,
  nome_artista NULLS FIRST

-- Each distinct credit once. Lists are text until the rows are in order: sorting lists costs more.
WITH distintos AS (
  SELECT
    l.tipo, l.id_titulo, l.nome_artista, l.ano_nascimento, l.ano_falecimento, l.papel, l.personagem, l.profissoes,
    l.titulos_conhecidos
  FROM linhas AS l
  LEFT ANTI JOIN nomes_repetidos AS r
    ON r.tipo = l.tipo AND r.id_titulo = l.id_titulo AND r.nome_artista = l.nome_artista
  WHERE l.motivo IS NULL AND l.nome_artista IS NOT NULL
  UNION ALL
  SELECT
    tipo, id_titulo, nome_artista, ano_nascimento, ano_falecimento, papel, personagem, profissoes, titulos_conhecidos
  FROM creditos_repetidos
),
ordenados AS (
  SELECT *
  FROM distintos
  ORDER BY tipo, id_titulo, nome_artista
)
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
FROM ordenados

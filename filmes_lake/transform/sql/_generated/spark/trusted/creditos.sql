-- Made from trusted/creditos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Each distinct credit once. Lists are text until the rows are in order: sorting lists costs more.
WITH distintos AS (
  SELECT
    l.tipo,
    l.id_titulo,
    l.nome_artista,
    l.ano_nascimento,
    l.ano_falecimento,
    l.papel,
    l.personagem,
    l.profissoes,
    l.titulos_conhecidos
  FROM artistas_das_linhas AS l
  LEFT ANTI JOIN marcas_repetidas AS r ON r.marca = l.marca
  WHERE l.motivo IS NULL AND l.nome_artista IS NOT NULL
  UNION ALL
  SELECT
    tipo,
    id_titulo,
    nome_artista,
    ano_nascimento,
    ano_falecimento,
    papel,
    personagem,
    profissoes,
    titulos_conhecidos
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

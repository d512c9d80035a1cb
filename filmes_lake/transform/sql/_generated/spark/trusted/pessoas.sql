-- Made from trusted/pessoas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- One row per person. Lists are text until the rows are in order: sorting lists costs more.
WITH decididas AS (
  SELECT
    v.id_artista,
    v.nome_artista,
    v.ano_nascimento,
    v.ano_falecimento,
    v.profissoes,
    v.titulos_conhecidos,
    v.identidade
  FROM variantes_de_pessoas AS v
  LEFT ANTI JOIN pessoas_em_conflito AS c ON c.id_artista = v.id_artista
  UNION ALL
  SELECT
    id_artista,
    nome_artista,
    ano_nascimento,
    ano_falecimento,
    profissoes,
    titulos_conhecidos,
    identidade
  FROM pessoas_eleitas
),
ordenadas AS (
  SELECT
    id_artista,
    nome_artista,
    ano_nascimento,
    ano_falecimento,
    profissoes,
    titulos_conhecidos,
    identidade
  FROM decididas
  UNION ALL
  SELECT
    id_artista,
    nome_artista,
    ano_nascimento,
    ano_falecimento,
    profissoes,
    titulos_conhecidos,
    identidade
  FROM imdb_pessoas
  ORDER BY id_artista
)
SELECT
  CAST(id_artista AS STRING) AS id_artista,
  CAST(nome_artista AS STRING) AS nome_artista,
  CAST(ano_nascimento AS INT) AS ano_nascimento,
  CAST(ano_falecimento AS INT) AS ano_falecimento,
  CAST(SPLIT(profissoes, ',') AS ARRAY<STRING>) AS profissoes,
  CAST(SPLIT(titulos_conhecidos, ',') AS ARRAY<STRING>) AS titulos_conhecidos,
  CAST(identidade AS STRING) AS identidade
FROM ordenadas

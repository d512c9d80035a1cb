-- Made from trusted/imdb_pessoas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- The people with a credit: each once, and those without a line too.
WITH variantes_creditadas AS (
  SELECT
    pessoa,
    id_artista,
    nome_artista,
    ano_nascimento,
    ano_falecimento,
    profissoes,
    titulos_conhecidos,
    1 AS linhas
  FROM imdb_pessoas_lidas
  WHERE creditada
),
em_conflito AS (
  SELECT v.id_artista
  FROM variantes_creditadas AS v
  LEFT SEMI JOIN imdb_pessoas_repetidas AS r ON r.pessoa = v.pessoa
  GROUP BY v.id_artista
),
eleitas AS (
  WITH votos AS (
    SELECT
      v.id_artista,
      v.nome_artista,
      v.ano_nascimento,
      v.ano_falecimento,
      v.profissoes,
      v.titulos_conhecidos,
      SUM(v.linhas) AS votos
    FROM variantes_creditadas AS v
    LEFT SEMI JOIN em_conflito AS c ON c.id_artista = v.id_artista
    GROUP BY GROUPING SETS (
      (v.id_artista, v.nome_artista),
      (v.id_artista, v.ano_nascimento),
      (v.id_artista, v.ano_falecimento),
      (v.id_artista, v.profissoes),
      (v.id_artista, v.titulos_conhecidos)
    )
  ),
  -- The greatest pair of votes and value: most lines first, then the greatest value. A null has no vote, and where
  -- another column is voted on there is nothing but nulls.
  eleitos AS (
    SELECT
      id_artista,
      MAX(CASE WHEN nome_artista IS NOT NULL THEN STRUCT(votos, nome_artista AS valor) END) AS nome_artista,
      MAX(CASE WHEN ano_nascimento IS NOT NULL THEN STRUCT(votos, ano_nascimento AS valor) END) AS ano_nascimento,
      MAX(CASE WHEN ano_falecimento IS NOT NULL THEN STRUCT(votos, ano_falecimento AS valor) END) AS ano_falecimento,
      MAX(CASE WHEN profissoes IS NOT NULL THEN STRUCT(votos, profissoes AS valor) END) AS profissoes,
      MAX(CASE WHEN titulos_conhecidos IS NOT NULL THEN STRUCT(votos, titulos_conhecidos AS valor) END) AS titulos_conhecidos
    FROM votos
    GROUP BY id_artista
  )
  SELECT
    id_artista,
    nome_artista.valor AS nome_artista,
    ano_nascimento.valor AS ano_nascimento,
    ano_falecimento.valor AS ano_falecimento,
    profissoes.valor AS profissoes,
    titulos_conhecidos.valor AS titulos_conhecidos
  FROM eleitos
),
decididas AS (
  SELECT
    v.id_artista,
    v.nome_artista,
    v.ano_nascimento,
    v.ano_falecimento,
    v.profissoes,
    v.titulos_conhecidos
  FROM variantes_creditadas AS v
  LEFT ANTI JOIN em_conflito AS c ON c.id_artista = v.id_artista
  UNION ALL
  SELECT
    id_artista,
    nome_artista,
    ano_nascimento,
    ano_falecimento,
    profissoes,
    titulos_conhecidos
  FROM eleitas
)
SELECT
  id_artista,
  nome_artista,
  ano_nascimento,
  ano_falecimento,
  profissoes,
  titulos_conhecidos,
  'nconst' AS identidade
FROM decididas
UNION ALL
SELECT
  id_artista,
  CAST(NULL AS STRING) AS nome_artista,
  CAST(NULL AS INT) AS ano_nascimento,
  CAST(NULL AS INT) AS ano_falecimento,
  CAST(NULL AS STRING) AS profissoes,
  CAST(NULL AS STRING) AS titulos_conhecidos,
  'nconst' AS identidade
FROM imdb_sem_nome

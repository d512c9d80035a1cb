-- Made from trusted/pessoas_eleitas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- The persons whose lines disagree, each column put to the vote of the lines.
WITH votos AS (
  SELECT
    v.id_artista,
    v.nome_artista,
    v.ano_nascimento,
    v.ano_falecimento,
    v.profissoes,
    v.titulos_conhecidos,
    v.identidade,
    SUM(v.linhas) AS votos
  FROM variantes_de_pessoas AS v
  LEFT SEMI JOIN pessoas_em_conflito AS c ON c.id_artista = v.id_artista
  GROUP BY GROUPING SETS (
    (v.id_artista, v.nome_artista),
    (v.id_artista, v.ano_nascimento),
    (v.id_artista, v.ano_falecimento),
    (v.id_artista, v.profissoes),
    (v.id_artista, v.titulos_conhecidos),
    (v.id_artista, v.identidade)
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
    MAX(CASE WHEN titulos_conhecidos IS NOT NULL THEN STRUCT(votos, titulos_conhecidos AS valor) END) AS titulos_conhecidos,
    MAX(CASE WHEN identidade IS NOT NULL THEN STRUCT(votos, identidade AS valor) END) AS identidade
  FROM votos
  GROUP BY id_artista
)
SELECT
  id_artista,
  nome_artista.valor AS nome_artista,
  ano_nascimento.valor AS ano_nascimento,
  ano_falecimento.valor AS ano_falecimento,
  profissoes.valor AS profissoes,
  titulos_conhecidos.valor AS titulos_conhecidos,
  identidade.valor AS identidade
FROM eleitos

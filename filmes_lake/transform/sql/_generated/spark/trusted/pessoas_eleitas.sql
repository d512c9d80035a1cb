-- Made from trusted/pessoas_eleitas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- The persons whose lines disagree, each column put to the vote of the lines.
WITH votos AS (
  SELECT
    v.*,
    SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.nome_artista) AS v_nome_artista,
    SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.ano_nascimento) AS v_ano_nascimento,
    SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.ano_falecimento) AS v_ano_falecimento,
    SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.profissoes) AS v_profissoes,
    SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.titulos_conhecidos) AS v_titulos_conhecidos,
    SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.identidade) AS v_identidade
  FROM variantes_de_pessoas AS v
  LEFT SEMI JOIN pessoas_em_conflito AS c ON c.id_artista = v.id_artista
),
-- The greatest pair of votes and value: most lines first, then the greatest value. A null has no vote.
eleitos AS (
  SELECT
    id_artista,
    MAX(CASE WHEN nome_artista IS NOT NULL THEN STRUCT(v_nome_artista AS votos, nome_artista AS valor) END) AS nome_artista,
    MAX(CASE WHEN ano_nascimento IS NOT NULL THEN STRUCT(v_ano_nascimento AS votos, ano_nascimento AS valor) END) AS ano_nascimento,
    MAX(CASE WHEN ano_falecimento IS NOT NULL THEN STRUCT(v_ano_falecimento AS votos, ano_falecimento AS valor) END) AS ano_falecimento,
    MAX(CASE WHEN profissoes IS NOT NULL THEN STRUCT(v_profissoes AS votos, profissoes AS valor) END) AS profissoes,
    MAX(CASE WHEN titulos_conhecidos IS NOT NULL THEN STRUCT(v_titulos_conhecidos AS votos, titulos_conhecidos AS valor) END) AS titulos_conhecidos,
    MAX(CASE WHEN identidade IS NOT NULL THEN STRUCT(v_identidade AS votos, identidade AS valor) END) AS identidade
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

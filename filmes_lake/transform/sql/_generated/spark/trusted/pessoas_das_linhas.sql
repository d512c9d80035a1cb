-- Made from trusted/pessoas_das_linhas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What the lines say of persons, each distinct saying once, with the number of lines that make it.
SELECT
  nome_artista,
  ano_nascimento,
  ano_falecimento,
  profissoes,
  titulos_conhecidos,
  COUNT(*) AS linhas
FROM artistas_das_linhas
WHERE nome_artista IS NOT NULL
GROUP BY nome_artista, ano_nascimento, ano_falecimento, profissoes, titulos_conhecidos

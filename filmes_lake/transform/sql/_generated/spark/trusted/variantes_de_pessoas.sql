-- Made from trusted/variantes_de_pessoas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What the lines say of persons, by the keys of these.
SELECT
  a.id_artista,
  p.nome_artista,
  p.ano_nascimento,
  p.ano_falecimento,
  p.profissoes,
  p.titulos_conhecidos,
  a.identidade,
  p.linhas
FROM pessoas_das_linhas AS p
INNER JOIN artistas AS a ON a.nome_artista = p.nome_artista AND a.ano_nascimento <=> p.ano_nascimento

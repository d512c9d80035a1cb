-- Made from trusted/creditos_repetidos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Each distinct credit of the lines whose hash stands twice, with the number of lines that say it. Only such lines
-- can say the same, and they are few: comparing all lines in full takes longer and twice the memory.
SELECT
  l.tipo,
  l.id_titulo,
  l.papel,
  l.personagem,
  l.nome_artista,
  l.ano_nascimento,
  l.ano_falecimento,
  l.profissoes,
  l.titulos_conhecidos,
  COUNT(*) AS linhas
FROM artistas_das_linhas AS l
LEFT SEMI JOIN marcas_repetidas AS r ON r.marca = l.marca
WHERE l.nome_artista IS NOT NULL
GROUP BY l.tipo, l.id_titulo, l.papel, l.personagem, l.nome_artista, l.ano_nascimento, l.ano_falecimento, l.profissoes, l.titulos_conhecidos

-- Each distinct credit of the names that stand twice in a title, with the number of lines that say it. Only such lines
-- can say the same, and they are few: comparing all lines in full takes longer and twice the memory.
SELECT
  l.tipo, l.id_titulo, l.nome_artista, l.ano_nascimento, l.ano_falecimento, l.papel, l.personagem, l.profissoes,
  l.titulos_conhecidos, COUNT(*) AS linhas
FROM linhas AS l
LEFT SEMI JOIN nomes_repetidos AS r
  ON r.tipo = l.tipo AND r.id_titulo = l.id_titulo AND r.nome_artista = l.nome_artista
WHERE l.motivo IS NULL
GROUP BY
  l.tipo, l.id_titulo, l.nome_artista, l.ano_nascimento, l.ano_falecimento, l.papel, l.personagem, l.profissoes,
  l.titulos_conhecidos

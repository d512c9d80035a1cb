-- Each distinct credit once, with the number of lines that say it. Only lines that share a title and a name can say
-- the same, and those are few: comparing all lines in full takes longer and twice the memory. Lists are still text.
SELECT
  l.tipo, l.id_titulo, l.nome_artista, l.ano_nascimento, l.ano_falecimento, l.papel, l.personagem, l.profissoes,
  l.titulos_conhecidos, CAST(1 AS BIGINT) AS linhas
FROM linhas AS l
LEFT ANTI JOIN nomes_repetidos AS r
  ON r.tipo = l.tipo AND r.id_titulo = l.id_titulo AND r.nome_artista = l.nome_artista
WHERE l.motivo IS NULL AND l.nome_artista IS NOT NULL
UNION ALL
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

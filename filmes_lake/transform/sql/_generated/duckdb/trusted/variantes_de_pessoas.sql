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
INNER JOIN artistas AS a
  ON a.nome_artista = p.nome_artista
  AND a.ano_nascimento IS NOT DISTINCT FROM p.ano_nascimento

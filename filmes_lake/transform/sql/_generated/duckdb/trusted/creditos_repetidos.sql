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
SEMI JOIN marcas_repetidas AS r
  ON r.marca = l.marca
WHERE
  NOT l.nome_artista IS NULL
GROUP BY
  l.tipo,
  l.id_titulo,
  l.papel,
  l.personagem,
  l.nome_artista,
  l.ano_nascimento,
  l.ano_falecimento,
  l.profissoes,
  l.titulos_conhecidos

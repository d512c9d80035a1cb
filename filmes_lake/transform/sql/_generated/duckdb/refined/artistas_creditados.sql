SELECT
  c.tipo,
  c.id_titulo,
  c.papel,
  a.id_artista
FROM creditos AS c
LEFT JOIN artistas AS a
  ON a.nome_artista = c.nome_artista
  AND a.ano_nascimento IS NOT DISTINCT FROM c.ano_nascimento
GROUP BY
  c.tipo,
  c.id_titulo,
  c.papel,
  a.id_artista

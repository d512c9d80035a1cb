SELECT
  l.numero
FROM imdb_titulos_lidos AS l
INNER JOIN imdb_titulos_por_bloco AS b
  ON b.bloco = (
    l.numero >> 5
  )
WHERE
  l.situacao = 'do_tipo' AND b.linhas <> BIT_COUNT(b.conhecidos)
GROUP BY
  l.numero
HAVING
  COUNT(*) > 1

SELECT
  l.numero,
  l.ordem,
  MAX(t.tipo) AS tipo,
  MAX(t.conhecido) AS conhecido,
  COUNT(*) AS linhas
FROM imdb_creditos_lidos AS l
INNER JOIN imdb_creditos_por_titulo AS t
  ON t.numero = l.numero
WHERE
  l.motivo IS NULL AND t.linhas <> t.lugares
GROUP BY
  l.numero,
  l.ordem
HAVING
  COUNT(*) > 1

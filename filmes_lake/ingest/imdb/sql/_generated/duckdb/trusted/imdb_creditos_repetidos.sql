SELECT
  l.numero,
  l.ordem
FROM imdb_creditos_lidos AS l
INNER JOIN imdb_creditos_por_titulo AS t
  ON t.numero = l.numero
WHERE
  l.motivo IS NULL AND NOT t.tipo IS NULL AND t.linhas <> t.lugares
GROUP BY
  l.numero,
  l.ordem
HAVING
  COUNT(*) > 1

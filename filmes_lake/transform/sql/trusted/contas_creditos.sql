-- Lines that made a row of `creditos`, and lines whose row stood already.
SELECT c.tipo, c.kept, COALESCE(r.duplicates, 0) AS duplicates
FROM (
  SELECT tipo, COUNT(*) AS kept
  FROM creditos
  GROUP BY tipo
) AS c
LEFT JOIN (
  SELECT tipo, SUM(linhas - 1) AS duplicates
  FROM creditos_repetidos
  GROUP BY tipo
) AS r
  ON r.tipo = c.tipo

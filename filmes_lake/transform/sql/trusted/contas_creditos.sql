-- Lines that made a row of `creditos`, and lines whose row stood already.
SELECT tipo, COUNT(*) AS kept, COALESCE(SUM(linhas - 1), 0) AS duplicates
FROM creditos_distintos
GROUP BY tipo

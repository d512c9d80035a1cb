SELECT
  tipo,
  COUNT(*) AS rows_of_lists
FROM popularidade_diaria
WHERE
  origem = 'exportacao'
GROUP BY
  tipo

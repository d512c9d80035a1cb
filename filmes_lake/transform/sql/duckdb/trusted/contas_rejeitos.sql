SELECT
  tipo,
  SUM(linhas) AS rejected
FROM linhas_rejeitadas
GROUP BY
  tipo

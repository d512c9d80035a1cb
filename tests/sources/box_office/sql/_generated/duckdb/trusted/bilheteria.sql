SELECT
  CAST(id_titulo AS TEXT) AS id_titulo,
  CAST(semana AS INT) AS semana,
  CAST(receita AS BIGINT) AS receita,
  CAST(salas AS INT) AS salas
FROM semanas_lidas
WHERE
  motivo IS NULL AND posicao = 1
ORDER BY
  id_titulo NULLS FIRST,
  semana NULLS FIRST

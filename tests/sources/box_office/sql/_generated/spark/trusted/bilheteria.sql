-- Made from trusted/bilheteria.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- One line of each title and week.
SELECT
  CAST(id_titulo AS STRING) AS id_titulo,
  CAST(semana AS INT) AS semana,
  CAST(receita AS BIGINT) AS receita,
  CAST(salas AS INT) AS salas
FROM semanas_lidas
WHERE motivo IS NULL AND posicao = 1
ORDER BY id_titulo, semana

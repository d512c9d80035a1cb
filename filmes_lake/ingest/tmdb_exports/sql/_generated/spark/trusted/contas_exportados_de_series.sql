-- Made from trusted/contas_exportados_de_series.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What became of the lines of the lists of series.
SELECT
  CAST(COALESCE(SUM(linhas), 0) AS BIGINT) AS lines,
  COUNT(id_titulo) AS kept,
  CAST(COALESCE(SUM(CASE WHEN id_titulo IS NOT NULL THEN linhas - 1 END), 0) AS BIGINT) AS duplicates,
  CAST(COALESCE(SUM(CASE WHEN motivo IS NULL AND id_titulo IS NULL THEN linhas END), 0) AS BIGINT) AS not_linked,
  CAST(COALESCE(SUM(CASE WHEN motivo IS NOT NULL THEN linhas END), 0) AS BIGINT) AS rejected
FROM exportados_de_series

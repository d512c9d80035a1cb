SELECT
  CAST(COALESCE(SUM(linhas), 0) AS BIGINT) AS lines,
  COUNT(id_titulo) AS kept,
  CAST(COALESCE(SUM(CASE WHEN NOT id_titulo IS NULL THEN linhas - 1 END), 0) AS BIGINT) AS duplicates,
  CAST(COALESCE(SUM(CASE WHEN motivo IS NULL AND id_titulo IS NULL THEN linhas END), 0) AS BIGINT) AS not_linked,
  CAST(COALESCE(SUM(CASE WHEN NOT motivo IS NULL THEN linhas END), 0) AS BIGINT) AS rejected
FROM exportados_de_series

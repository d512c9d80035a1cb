{# Spearman's: the correlation of the films' ranks by x and by y, over the films that have both. #}
WITH {% include "selection.sql" %},
postos AS (
  SELECT
    CAST({{ centred_rank(x) }} AS DOUBLE) AS posto_x,
    CAST({{ centred_rank(y) }} AS DOUBLE) AS posto_y
  FROM avaliados
  WHERE condicao IS NULL AND {{ x }} IS NOT NULL AND {{ y }} IS NOT NULL
)
SELECT
  CAST(COUNT(*) AS BIGINT) AS filmes,
  CAST(
    SUM(CAST(posto_x * posto_y AS DOUBLE))
    / NULLIF(
      SQRT(SUM(CAST(posto_x * posto_x AS DOUBLE))) * SQRT(SUM(CAST(posto_y * posto_y AS DOUBLE))), CAST(0 AS DOUBLE)
    ) AS DOUBLE
  ) AS correlacao
FROM postos

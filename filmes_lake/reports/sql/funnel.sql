WITH {% include "selection.sql" %}
SELECT
  CAST(condicao AS VARCHAR) AS condicao,
  CAST(COUNT(*) AS BIGINT) AS titulos
FROM avaliados
GROUP BY condicao

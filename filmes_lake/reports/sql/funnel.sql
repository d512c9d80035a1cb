WITH {% include "selection.sql" %}
SELECT
  CAST(condicao AS VARCHAR) AS condicao,
  CAST(COUNT(*) AS BIGINT) AS filmes
FROM avaliados
GROUP BY condicao

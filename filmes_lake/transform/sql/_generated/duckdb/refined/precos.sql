WITH limites AS (
  SELECT
    MIN(ano) AS primeiro,
    MAX(ano) AS ultimo
  FROM indice_precos
)
SELECT
  i.ano,
  b.indice / NULLIF(i.indice, 0) AS fator,
  l.ultimo AS ano_base
FROM indice_precos AS i
CROSS JOIN limites AS l
INNER JOIN indice_precos AS b
  ON b.ano = l.ultimo

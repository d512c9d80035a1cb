WITH medidas AS (
  SELECT
    id_titulo,
    CAST(obtido_em AS DATE) AS dia,
    popularidade,
    obtido_em,
    ROW_NUMBER() OVER (PARTITION BY id_titulo, CAST(obtido_em AS DATE) ORDER BY posicao NULLS FIRST) AS lugar
  FROM registros_series
  WHERE
    motivo IS NULL AND NOT popularidade IS NULL
)
SELECT
  id_titulo,
  dia,
  popularidade,
  obtido_em
FROM medidas
WHERE
  lugar = 1

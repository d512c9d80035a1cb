WITH medidas AS (
  SELECT
    tipo,
    id_titulo,
    dia,
    popularidade
  FROM popularidade_diaria
  WHERE
    (
      CAST(:from_day AS DATE) IS NULL OR dia >= CAST(:from_day AS DATE)
    )
    AND (
      CAST(:to_day AS DATE) IS NULL OR dia <= CAST(:to_day AS DATE)
    )
)
SELECT
  CAST(tipo AS VARCHAR) AS tipo,
  CAST(dia AS VARCHAR) AS dia
FROM medidas
GROUP BY
  tipo,
  dia
ORDER BY
  tipo ASC NULLS LAST,
  dia ASC NULLS LAST

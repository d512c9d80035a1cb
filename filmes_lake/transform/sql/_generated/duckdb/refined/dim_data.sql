WITH datas AS (
  SELECT
    data_lancamento AS data
  FROM tmdb_filmes
  WHERE
    NOT data_lancamento IS NULL
  UNION
  SELECT
    data_estreia AS data
  FROM tmdb_series
  WHERE
    NOT data_estreia IS NULL
), conhecidas AS (
  SELECT
    data,
    YEAR(CAST(data AS DATE)) AS ano,
    MONTH(CAST(data AS DATE)) AS mes,
    DAY(CAST(data AS DATE)) AS dia,
    QUARTER(data) AS trimestre
  FROM datas
), todas AS (
  SELECT
    ano * 10000 + mes * 100 + dia AS id_data,
    data,
    ano,
    mes,
    dia,
    'T' || CAST(trimestre AS TEXT) AS trimestre,
    ano - ano % 10 AS decada
  FROM conhecidas
  UNION ALL
  SELECT
    -1,
    CAST(NULL AS DATE),
    NULL,
    NULL,
    NULL,
    NULL,
    NULL
)
SELECT
  CAST(id_data AS INT) AS id_data,
  CAST(data AS DATE) AS data,
  CAST(ano AS INT) AS ano,
  CAST(mes AS INT) AS mes,
  CAST(dia AS INT) AS dia,
  CAST(trimestre AS TEXT) AS trimestre,
  CAST(decada AS INT) AS decada
FROM todas
ORDER BY
  id_data NULLS FIRST

WITH datas AS (
  SELECT data_lancamento AS data FROM tmdb_filmes WHERE data_lancamento IS NOT NULL
  UNION
  SELECT data_estreia AS data FROM tmdb_series WHERE data_estreia IS NOT NULL
),
conhecidas AS (
  SELECT data, YEAR(data) AS ano, MONTH(data) AS mes, DAY(data) AS dia, QUARTER(data) AS trimestre
  FROM datas
),
todas AS (
  SELECT
    ano * 10000 + mes * 100 + dia AS id_data, data, ano, mes, dia,
    CONCAT('T', CAST(trimestre AS STRING)) AS trimestre,
    ano - ano % 10 AS decada
  FROM conhecidas
  UNION ALL
  SELECT -1, CAST(NULL AS DATE), NULL, NULL, NULL, NULL, NULL
)
SELECT
  CAST(id_data AS INT) AS id_data,
  CAST(data AS DATE) AS data,
  CAST(ano AS INT) AS ano,
  CAST(mes AS INT) AS mes,
  CAST(dia AS INT) AS dia,
  CAST(trimestre AS STRING) AS trimestre,
  CAST(decada AS INT) AS decada
FROM todas
ORDER BY id_data

-- Made from trusted/popularidade_diaria.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- The popularity of each title by day: the day's list first, where it has the title, else the day's newest answer.
WITH medidas AS (
  SELECT
    'filme' AS tipo,
    id_titulo,
    -- TMDB's name of a list has its day: month, day, year.
    CAST(
      CONCAT(
        REGEXP_EXTRACT(origem, '_ids_([0-9]{2})_([0-9]{2})_([0-9]{4})', 3), '-',
        REGEXP_EXTRACT(origem, '_ids_([0-9]{2})_([0-9]{2})_([0-9]{4})', 1), '-',
        REGEXP_EXTRACT(origem, '_ids_([0-9]{2})_([0-9]{2})_([0-9]{4})', 2)
      ) AS DATE
    ) AS dia,
    popularidade,
    'exportacao' AS origem,
    CAST(NULL AS TIMESTAMP) AS obtido_em
  FROM exportados_de_filmes
  WHERE id_titulo IS NOT NULL
  UNION ALL
  SELECT
    'filme' AS tipo,
    id_titulo,
    dia,
    popularidade,
    'resposta' AS origem,
    obtido_em
  FROM popularidades_de_filmes
  UNION ALL
  SELECT
    'serie' AS tipo,
    id_titulo,
    -- TMDB's name of a list has its day: month, day, year.
    CAST(
      CONCAT(
        REGEXP_EXTRACT(origem, '_ids_([0-9]{2})_([0-9]{2})_([0-9]{4})', 3), '-',
        REGEXP_EXTRACT(origem, '_ids_([0-9]{2})_([0-9]{2})_([0-9]{4})', 1), '-',
        REGEXP_EXTRACT(origem, '_ids_([0-9]{2})_([0-9]{2})_([0-9]{4})', 2)
      ) AS DATE
    ) AS dia,
    popularidade,
    'exportacao' AS origem,
    CAST(NULL AS TIMESTAMP) AS obtido_em
  FROM exportados_de_series
  WHERE id_titulo IS NOT NULL
  UNION ALL
  SELECT
    'serie' AS tipo,
    id_titulo,
    dia,
    popularidade,
    'resposta' AS origem,
    obtido_em
  FROM popularidades_de_series
),
ordenadas AS (
  SELECT
    *,
    -- By the alphabet, exportacao is before resposta.
    ROW_NUMBER() OVER (PARTITION BY tipo, id_titulo, dia ORDER BY origem) AS posicao
  FROM medidas
)
SELECT
  CAST(tipo AS STRING) AS tipo,
  CAST(id_titulo AS STRING) AS id_titulo,
  CAST(dia AS DATE) AS dia,
  CAST(popularidade AS DOUBLE) AS popularidade,
  CAST(origem AS STRING) AS origem,
  CAST(COALESCE(obtido_em, CAST(dia AS TIMESTAMP)) AS TIMESTAMP) AS obtido_em
FROM ordenadas
WHERE posicao = 1
ORDER BY tipo, LENGTH(id_titulo), id_titulo, dia

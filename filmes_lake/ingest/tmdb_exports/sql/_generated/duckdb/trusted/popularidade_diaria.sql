WITH medidas AS (
  SELECT
    'filme' AS tipo,
    id_titulo,
    CAST(REGEXP_EXTRACT(origem, '_ids_([0-9]{2})_([0-9]{2})_([0-9]{4})', 3) || '-' || REGEXP_EXTRACT(origem, '_ids_([0-9]{2})_([0-9]{2})_([0-9]{4})', 1) || '-' || REGEXP_EXTRACT(origem, '_ids_([0-9]{2})_([0-9]{2})_([0-9]{4})', 2) AS DATE) AS dia,
    popularidade,
    'exportacao' AS origem,
    CAST(NULL AS TIMESTAMPTZ) AS obtido_em
  FROM exportados_de_filmes
  WHERE
    NOT id_titulo IS NULL
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
    CAST(REGEXP_EXTRACT(origem, '_ids_([0-9]{2})_([0-9]{2})_([0-9]{4})', 3) || '-' || REGEXP_EXTRACT(origem, '_ids_([0-9]{2})_([0-9]{2})_([0-9]{4})', 1) || '-' || REGEXP_EXTRACT(origem, '_ids_([0-9]{2})_([0-9]{2})_([0-9]{4})', 2) AS DATE) AS dia,
    popularidade,
    'exportacao' AS origem,
    CAST(NULL AS TIMESTAMPTZ) AS obtido_em
  FROM exportados_de_series
  WHERE
    NOT id_titulo IS NULL
  UNION ALL
  SELECT
    'serie' AS tipo,
    id_titulo,
    dia,
    popularidade,
    'resposta' AS origem,
    obtido_em
  FROM popularidades_de_series
), ordenadas AS (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY tipo, id_titulo, dia ORDER BY origem NULLS FIRST) AS posicao
  FROM medidas
)
SELECT
  CAST(tipo AS TEXT) AS tipo,
  CAST(id_titulo AS TEXT) AS id_titulo,
  CAST(dia AS DATE) AS dia,
  CAST(popularidade AS DOUBLE) AS popularidade,
  CAST(origem AS TEXT) AS origem,
  CAST(COALESCE(obtido_em, CAST(dia AS TIMESTAMPTZ)) AS TIMESTAMPTZ) AS obtido_em
FROM ordenadas
WHERE
  posicao = 1
ORDER BY
  tipo NULLS FIRST,
  LENGTH(id_titulo) NULLS FIRST,
  id_titulo NULLS FIRST,
  dia NULLS FIRST

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
), numeradas AS (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY tipo, id_titulo ORDER BY dia ASC NULLS LAST) AS do_inicio,
    ROW_NUMBER() OVER (PARTITION BY tipo, id_titulo ORDER BY dia DESC NULLS LAST) AS do_fim
  FROM medidas
), todos AS (
  SELECT
    t.tipo,
    t.id_titulo,
    t.titulo_principal AS titulo,
    t.titulo_br,
    a.dia AS primeiro_dia,
    z.dia AS ultimo_dia,
    z.do_inicio AS dias,
    a.popularidade AS popularidade_inicial,
    z.popularidade AS popularidade_final,
    CASE WHEN z.do_inicio > 1 THEN z.popularidade - a.popularidade END AS variacao
  FROM titulos AS t
  LEFT JOIN numeradas AS a
    ON a.tipo = t.tipo AND a.id_titulo = t.id_titulo AND a.do_inicio = 1
  LEFT JOIN numeradas AS z
    ON z.tipo = t.tipo AND z.id_titulo = t.id_titulo AND z.do_fim = 1
), avaliados AS (
  SELECT
    *,
    CASE
      WHEN dias IS NULL
      THEN 'popularity_unknown'
      WHEN variacao IS NULL
      THEN 'measured_once'
    END AS condicao
  FROM todos
), ordenados AS (
  SELECT
    *,
    ROW_NUMBER() OVER (ORDER BY variacao DESC NULLS LAST, tipo ASC NULLS LAST, id_titulo ASC NULLS LAST) AS subida,
    ROW_NUMBER() OVER (ORDER BY variacao ASC NULLS LAST, tipo ASC NULLS LAST, id_titulo ASC NULLS LAST) AS queda
  FROM avaliados
  WHERE
    condicao IS NULL
)
SELECT
  CAST(CASE
    WHEN CAST(:titles AS VARCHAR) = 'br'
    THEN COALESCE(titulo_br, titulo)
    ELSE titulo
  END AS VARCHAR) AS titulo,
  CAST(id_titulo AS VARCHAR) AS id_titulo,
  CAST(tipo AS VARCHAR) AS tipo,
  CAST(variacao AS DOUBLE) AS variacao,
  CAST(CAST(variacao AS DOUBLE) / NULLIF(CAST(popularidade_inicial AS DOUBLE), CAST(0 AS DOUBLE)) AS DOUBLE) AS variacao_relativa,
  CAST(popularidade_inicial AS DOUBLE) AS popularidade_inicial,
  CAST(popularidade_final AS DOUBLE) AS popularidade_final,
  CAST(primeiro_dia AS VARCHAR) AS primeiro_dia,
  CAST(ultimo_dia AS VARCHAR) AS ultimo_dia,
  CAST(dias AS INTEGER) AS dias
FROM ordenados
WHERE
  (
    variacao > 0
    AND (
      CAST(:top AS BIGINT) IS NULL OR subida <= CAST(:top AS BIGINT)
    )
  )
  OR (
    variacao < 0
    AND (
      CAST(:top AS BIGINT) IS NULL OR queda <= CAST(:top AS BIGINT)
    )
  )
ORDER BY
  variacao DESC NULLS LAST,
  tipo ASC NULLS LAST,
  id_titulo ASC NULLS LAST

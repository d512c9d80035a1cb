WITH partes AS (
  SELECT
    campos[1] AS id_titulo,
    campos[2] AS semana,
    campos[3] AS receita,
    campos[4] AS salas,
    origem,
    texto,
    ARRAY_LENGTH(campos) AS colunas
  FROM fonte_box_office
), textos AS (
  SELECT
    origem,
    texto,
    CASE
      WHEN colunas <> 4
      THEN CASE
        WHEN REGEXP_MATCHES(texto, '[^ ]')
        THEN 'numero_de_colunas'
        ELSE 'linha_em_branco'
      END
      WHEN NOT REGEXP_MATCHES(id_titulo, '^ *[Tt][Tt]0*([0-9]{7,9}) *$')
      THEN 'id_invalido'
    END AS motivo,
    CASE
      WHEN id_titulo NOT LIKE 'tt%'
      OR id_titulo LIKE '% '
      OR (
        id_titulo LIKE 'tt0%' AND LENGTH(id_titulo) > 9
      )
      THEN 'tt' || REGEXP_EXTRACT(id_titulo, '^ *[Tt][Tt]0*([0-9]{7,9}) *$', 1)
      ELSE id_titulo
    END AS id_titulo,
    NULLIF(semana, CHR(92) || 'N') AS semana,
    CASE
      WHEN receita LIKE ' %' OR receita LIKE '% '
      THEN NULLIF(NULLIF(TRIM(receita, ' '), CHR(92) || 'N'), '')
      ELSE NULLIF(NULLIF(receita, CHR(92) || 'N'), '')
    END AS receita,
    NULLIF(salas, CHR(92) || 'N') AS salas
  FROM partes
), formas AS (
  SELECT
    *,
    CASE
      WHEN CAST(TRY_CAST(semana AS INT) AS TEXT) = semana
      THEN TRY_CAST(semana AS INT)
      WHEN REGEXP_MATCHES(semana, '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *$')
      THEN CASE
        WHEN TRY_CAST(TRIM(semana, ' ') AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(semana, ' ') AS DECIMAL(38, 18)))
        THEN TRY_CAST(TRY_CAST(TRIM(semana, ' ') AS DECIMAL(38, 18)) AS INT)
      END
    END AS forma_semana,
    CASE
      WHEN CAST(TRY_CAST(receita AS BIGINT) AS TEXT) = receita
      THEN TRY_CAST(receita AS BIGINT)
      WHEN REGEXP_MATCHES(receita, '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?$')
      THEN CASE
        WHEN TRY_CAST(receita AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(receita AS DECIMAL(38, 18)))
        THEN TRY_CAST(TRY_CAST(receita AS DECIMAL(38, 18)) AS BIGINT)
      END
    END AS forma_receita,
    CASE
      WHEN CAST(TRY_CAST(salas AS INT) AS TEXT) = salas
      THEN TRY_CAST(salas AS INT)
      WHEN REGEXP_MATCHES(salas, '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *$')
      THEN CASE
        WHEN TRY_CAST(TRIM(salas, ' ') AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(salas, ' ') AS DECIMAL(38, 18)))
        THEN TRY_CAST(TRY_CAST(TRIM(salas, ' ') AS DECIMAL(38, 18)) AS INT)
      END
    END AS forma_salas
  FROM textos
), valores AS (
  SELECT
    *,
    forma_semana AS valor_semana,
    CASE WHEN forma_receita >= 0 THEN forma_receita END AS valor_receita,
    CASE WHEN forma_salas >= 0 THEN forma_salas END AS valor_salas
  FROM formas
), linhas AS (
  SELECT
    origem,
    texto,
    CASE
      WHEN NOT motivo IS NULL
      THEN motivo
      WHEN valor_semana IS NULL
      THEN 'id_invalido'
    END AS motivo,
    id_titulo AS id_titulo,
    valor_semana AS semana,
    valor_receita AS receita,
    valor_salas AS salas,
    CASE
      WHEN NOT semana IS NULL AND valor_semana IS NULL
      THEN NOT TRIM(semana, ' ') IN ('', CHR(92) || 'N')
      ELSE FALSE
    END AS invalido_semana,
    NOT receita IS NULL AND valor_receita IS NULL AS invalido_receita,
    CASE
      WHEN NOT salas IS NULL AND valor_salas IS NULL
      THEN NOT TRIM(salas, ' ') IN ('', CHR(92) || 'N')
      ELSE FALSE
    END AS invalido_salas
  FROM valores
)
SELECT
  origem,
  motivo,
  CASE WHEN NOT motivo IS NULL THEN texto END AS conteudo,
  id_titulo,
  semana,
  receita,
  salas,
  invalido_semana,
  invalido_receita,
  invalido_salas,
  ROW_NUMBER() OVER (PARTITION BY motivo, id_titulo, semana ORDER BY texto DESC) AS posicao
FROM linhas

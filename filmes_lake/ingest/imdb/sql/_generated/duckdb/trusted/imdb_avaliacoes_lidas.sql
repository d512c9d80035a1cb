WITH partes AS (
  SELECT
    campos[1] AS id_titulo,
    campos[2] AS nota_media,
    campos[3] AS numero_votos,
    origem,
    texto,
    ARRAY_LENGTH(campos) AS colunas
  FROM fonte_imdb_title_ratings
), algarismos AS (
  SELECT
    *,
    TRY_CAST('1' || SUBSTRING(id_titulo, 3) AS INT) AS algarismos_id_titulo
  FROM partes
), textos AS (
  SELECT
    origem,
    texto,
    colunas,
    CASE
      WHEN id_titulo LIKE 'tt%'
      AND LENGTH(id_titulo) = CASE
        WHEN algarismos_id_titulo BETWEEN 10000000 AND 19999999
        THEN 9
        WHEN algarismos_id_titulo BETWEEN 110000000 AND 199999999
        THEN 10
        WHEN algarismos_id_titulo BETWEEN 1100000000 AND 1999999999
        THEN 11
      END
      THEN CASE
        WHEN algarismos_id_titulo % 100 <> 0
        THEN algarismos_id_titulo
        WHEN NOT (
          id_titulo LIKE '%e%' OR id_titulo LIKE '%E%'
        )
        THEN algarismos_id_titulo
      END
    END AS numero,
    id_titulo,
    CASE
      WHEN nota_media LIKE ' %' OR nota_media LIKE '% '
      THEN NULLIF(NULLIF(TRIM(nota_media, ' '), CHR(92) || 'N'), '')
      ELSE NULLIF(NULLIF(nota_media, CHR(92) || 'N'), '')
    END AS nota_media,
    NULLIF(numero_votos, CHR(92) || 'N') AS numero_votos
  FROM algarismos
), formas AS (
  SELECT
    *,
    CASE
      WHEN REGEXP_MATCHES(nota_media, '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$')
      THEN TRY_CAST(nota_media AS DOUBLE)
    END AS forma_nota_media,
    CASE
      WHEN CAST(TRY_CAST(numero_votos AS INT) AS TEXT) = numero_votos
      THEN TRY_CAST(numero_votos AS INT)
      WHEN REGEXP_MATCHES(numero_votos, '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *$')
      THEN CASE
        WHEN TRY_CAST(TRIM(numero_votos, ' ') AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(numero_votos, ' ') AS DECIMAL(38, 18)))
        THEN TRY_CAST(TRY_CAST(TRIM(numero_votos, ' ') AS DECIMAL(38, 18)) AS INT)
      END
    END AS forma_numero_votos
  FROM textos
), valores AS (
  SELECT
    *,
    CASE
      WHEN forma_nota_media >= 1 AND forma_nota_media <= 10
      THEN forma_nota_media
    END AS valor_nota_media,
    CASE WHEN forma_numero_votos >= 0 THEN forma_numero_votos END AS valor_numero_votos
  FROM formas
), linhas AS (
  SELECT
    *,
    CASE
      WHEN colunas <> 3
      THEN CASE
        WHEN texto LIKE 'bytes_invalidos %'
        THEN 'bytes_invalidos'
        WHEN REGEXP_MATCHES(texto, '[^ ]')
        THEN 'numero_de_colunas'
        ELSE 'linha_em_branco'
      END
      WHEN numero IS NULL
      THEN 'id_invalido'
    END AS motivo
  FROM valores
)
SELECT
  linhas.motivo,
  CASE WHEN NOT linhas.motivo IS NULL THEN linhas.origem END AS origem,
  CASE WHEN NOT linhas.motivo IS NULL THEN linhas.texto END AS conteudo,
  CASE WHEN motivo IS NULL THEN numero END AS numero,
  CASE WHEN motivo IS NULL THEN valor_nota_media END AS nota_media,
  CASE WHEN motivo IS NULL THEN valor_numero_votos END AS numero_votos,
  motivo IS NULL AND NOT nota_media IS NULL AND valor_nota_media IS NULL AS invalido_nota_media,
  motivo IS NULL
  AND CASE
    WHEN NOT numero_votos IS NULL AND valor_numero_votos IS NULL
    THEN NOT TRIM(numero_votos, ' ') IN ('', CHR(92) || 'N')
    ELSE FALSE
  END AS invalido_numero_votos
FROM linhas

-- Made from trusted/imdb_avaliacoes_lidas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What each line of title.ratings tells.
WITH partes AS (
  SELECT
    TRY_ELEMENT_AT(campos, 1) AS id_titulo,
    TRY_ELEMENT_AT(campos, 2) AS nota_media,
    TRY_ELEMENT_AT(campos, 3) AS numero_votos,
    origem,
    texto,
    SIZE(campos) AS colunas
  FROM fonte_imdb_title_ratings
),
algarismos AS (
  SELECT
    *,
    TRY_CAST(CONCAT('1', SUBSTRING(id_titulo, 3)) AS INT) AS algarismos_id_titulo
  FROM partes
),
textos AS (
  SELECT
    origem,
    texto,
    colunas,
    CASE
      WHEN id_titulo LIKE 'tt%'
        AND LENGTH(id_titulo) = CASE
          WHEN algarismos_id_titulo BETWEEN 10000000 AND 19999999 THEN 9
          WHEN algarismos_id_titulo BETWEEN 110000000 AND 199999999 THEN 10
          WHEN algarismos_id_titulo BETWEEN 1100000000 AND 1999999999 THEN 11
        END
        THEN CASE
          WHEN algarismos_id_titulo % 100 <> 0 THEN algarismos_id_titulo
          WHEN NOT (id_titulo LIKE '%e%' OR id_titulo LIKE '%E%') THEN algarismos_id_titulo
        END
    END AS numero,
    id_titulo,
    CASE WHEN nota_media LIKE ' %' OR nota_media LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM nota_media), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(nota_media, CONCAT(CHR(92), 'N')), '') END AS nota_media,
    NULLIF(numero_votos, CONCAT(CHR(92), 'N')) AS numero_votos
  FROM algarismos
),
formas AS (
  SELECT
    *,
    CASE WHEN nota_media RLIKE '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?(?!(?s:.))' THEN TRY_CAST(nota_media AS DOUBLE) END AS forma_nota_media,
    CASE WHEN CAST(TRY_CAST(numero_votos AS INT) AS STRING) = numero_votos THEN TRY_CAST(numero_votos AS INT) WHEN numero_votos RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM numero_votos) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM numero_votos) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM numero_votos) AS DECIMAL(38, 18)) AS INT) END END AS forma_numero_votos
  FROM textos
),
valores AS (
  SELECT
    *,
    CASE WHEN forma_nota_media >= 1 AND forma_nota_media <= 10 THEN forma_nota_media END AS valor_nota_media,
    CASE WHEN forma_numero_votos >= 0 THEN forma_numero_votos END AS valor_numero_votos
  FROM formas
),
linhas AS (
  SELECT
    *,
    CASE
      WHEN colunas <> 3 THEN
        CASE
          -- What ingest puts in the place of a line that is no text.
          WHEN texto LIKE 'bytes_invalidos %' THEN 'bytes_invalidos'
          WHEN texto RLIKE '[^ ]' THEN 'numero_de_colunas'
          ELSE 'linha_em_branco'
        END
      WHEN numero IS NULL THEN 'id_invalido'
    END AS motivo
  FROM valores
)
SELECT
  linhas.motivo,
  CASE WHEN linhas.motivo IS NOT NULL THEN linhas.origem END AS origem,
  CASE WHEN linhas.motivo IS NOT NULL THEN linhas.texto END AS conteudo,
  CASE WHEN motivo IS NULL THEN numero END AS numero,
  CASE WHEN motivo IS NULL THEN valor_nota_media END AS nota_media,
  CASE WHEN motivo IS NULL THEN valor_numero_votos END AS numero_votos,
  motivo IS NULL AND nota_media IS NOT NULL AND valor_nota_media IS NULL AS invalido_nota_media,
  motivo IS NULL AND CASE WHEN numero_votos IS NOT NULL AND valor_numero_votos IS NULL THEN TRIM(BOTH ' ' FROM numero_votos) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_numero_votos
FROM linhas

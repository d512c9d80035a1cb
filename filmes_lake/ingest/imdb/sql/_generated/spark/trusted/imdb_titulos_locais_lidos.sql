-- Made from trusted/imdb_titulos_locais_lidos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What each line of title.akas tells. Texts are those of Brazilian names of titles that are taken.
WITH partes AS (
  SELECT
    TRY_ELEMENT_AT(campos, 1) AS id_titulo,
    TRY_ELEMENT_AT(campos, 2) AS ordem,
    TRY_ELEMENT_AT(campos, 3) AS titulo_local,
    TRY_ELEMENT_AT(campos, 4) AS regiao,
    TRY_ELEMENT_AT(campos, 5) AS idioma,
    TRY_ELEMENT_AT(campos, 6) AS tipos,
    TRY_ELEMENT_AT(campos, 7) AS atributos,
    TRY_ELEMENT_AT(campos, 8) AS original,
    origem,
    texto,
    SIZE(campos) AS colunas
  FROM fonte_imdb_title_akas
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
    NULLIF(ordem, CONCAT(CHR(92), 'N')) AS ordem,
    CASE WHEN titulo_local LIKE ' %' OR titulo_local LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM titulo_local), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(titulo_local, CONCAT(CHR(92), 'N')), '') END AS titulo_local,
    CASE WHEN regiao LIKE ' %' OR regiao LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM regiao), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(regiao, CONCAT(CHR(92), 'N')), '') END AS regiao,
    CASE WHEN idioma LIKE ' %' OR idioma LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM idioma), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(idioma, CONCAT(CHR(92), 'N')), '') END AS idioma,
    CASE WHEN tipos LIKE ' %' OR tipos LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM tipos), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(tipos, CONCAT(CHR(92), 'N')), '') END AS tipos,
    CASE WHEN atributos LIKE ' %' OR atributos LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM atributos), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(atributos, CONCAT(CHR(92), 'N')), '') END AS atributos,
    NULLIF(original, CONCAT(CHR(92), 'N')) AS original
  FROM algarismos
),
formas AS (
  SELECT
    *,
    CASE WHEN CAST(TRY_CAST(ordem AS INT) AS STRING) = ordem THEN TRY_CAST(ordem AS INT) WHEN ordem RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM ordem) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM ordem) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM ordem) AS DECIMAL(38, 18)) AS INT) END END AS forma_ordem,
    CASE WHEN CAST(TRY_CAST(original AS INT) AS STRING) = original THEN TRY_CAST(original AS INT) WHEN original RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM original) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM original) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM original) AS DECIMAL(38, 18)) AS INT) END END AS forma_original
  FROM textos
),
valores AS (
  SELECT
    *,
    CASE WHEN forma_ordem >= 0 THEN forma_ordem END AS valor_ordem,
    CASE WHEN forma_original >= 0 AND forma_original <= 1 THEN forma_original END AS valor_original
  FROM formas
),
linhas AS (
  SELECT
    *,
    CASE
      WHEN colunas <> 8 THEN
        CASE
          -- What ingest puts in the place of a line that is no text.
          WHEN texto LIKE 'bytes_invalidos %' THEN 'bytes_invalidos'
          WHEN texto RLIKE '[^ ]' THEN 'numero_de_colunas'
          ELSE 'linha_em_branco'
        END
      WHEN numero IS NULL THEN 'id_invalido'
      WHEN valor_ordem IS NULL THEN 'id_invalido'
    END AS motivo
  FROM valores
),
casas AS (
  SELECT *, SHIFTRIGHT(numero, 5) AS bloco, (numero & 31) AS casa
  FROM linhas
),
dos_titulos AS (
  SELECT
    l.*,
    CASE
      WHEN COALESCE(((SHIFTRIGHT(m.filmes, l.casa)) & 1) = 1, FALSE) THEN 'filme'
      WHEN COALESCE(((SHIFTRIGHT(m.series, l.casa)) & 1) = 1, FALSE) THEN 'serie'
    END AS tipo,
    COALESCE(((SHIFTRIGHT(m.conhecidos, l.casa)) & 1) = 1, FALSE) AS conhecido
  FROM casas AS l
  LEFT JOIN imdb_marcas AS m ON m.bloco = l.bloco
)
SELECT
  l.motivo,
  CASE WHEN l.motivo IS NOT NULL THEN l.origem END AS origem,
  CASE WHEN l.motivo IS NOT NULL THEN l.texto END AS conteudo,
  CASE WHEN l.motivo IS NULL THEN l.numero END AS numero,
  CASE WHEN l.motivo IS NULL THEN l.valor_ordem END AS ordem,
  CASE WHEN l.motivo IS NULL THEN l.tipo END AS tipo,
  CASE WHEN l.motivo IS NULL THEN l.conhecido END AS conhecido,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL THEN l.regiao = 'BR' END AS no_brasil,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL AND l.regiao = 'BR' THEN l.id_titulo END AS id_titulo,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL AND l.regiao = 'BR' THEN l.titulo_local END AS titulo_local,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL AND l.regiao = 'BR' THEN l.tipos END AS tipos,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL AND l.regiao = 'BR' THEN l.atributos END AS atributos,
  CASE WHEN l.motivo IS NULL THEN l.valor_original END AS original,
  l.motivo IS NULL AND CASE WHEN original IS NOT NULL AND valor_original IS NULL THEN TRIM(BOTH ' ' FROM original) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_original
FROM dos_titulos AS l

-- Made from trusted/imdb_pessoas_lidas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What each line of name.basics tells. Texts are those of people with a credit in a title that is taken.
WITH partes AS (
  SELECT
    TRY_ELEMENT_AT(campos, 1) AS id_artista,
    TRY_ELEMENT_AT(campos, 2) AS nome_artista,
    TRY_ELEMENT_AT(campos, 3) AS ano_nascimento,
    TRY_ELEMENT_AT(campos, 4) AS ano_falecimento,
    TRY_ELEMENT_AT(campos, 5) AS profissoes,
    TRY_ELEMENT_AT(campos, 6) AS titulos_conhecidos,
    origem,
    texto,
    SIZE(campos) AS colunas
  FROM fonte_imdb_name_basics
),
algarismos AS (
  SELECT
    *,
    TRY_CAST(CONCAT('1', SUBSTRING(id_artista, 3)) AS INT) AS algarismos_id_artista
  FROM partes
),
textos AS (
  SELECT
    origem,
    texto,
    colunas,
    CASE
      WHEN id_artista LIKE 'nm%'
        AND LENGTH(id_artista) = CASE
          WHEN algarismos_id_artista BETWEEN 10000000 AND 19999999 THEN 9
          WHEN algarismos_id_artista BETWEEN 110000000 AND 199999999 THEN 10
          WHEN algarismos_id_artista BETWEEN 1100000000 AND 1999999999 THEN 11
        END
        THEN CASE
          WHEN algarismos_id_artista % 100 <> 0 THEN algarismos_id_artista
          WHEN NOT (id_artista LIKE '%e%' OR id_artista LIKE '%E%') THEN algarismos_id_artista
        END
    END AS pessoa,
    id_artista,
    CASE WHEN nome_artista LIKE ' %' OR nome_artista LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM nome_artista), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(nome_artista, CONCAT(CHR(92), 'N')), '') END AS nome_artista,
    NULLIF(ano_nascimento, CONCAT(CHR(92), 'N')) AS ano_nascimento,
    NULLIF(ano_falecimento, CONCAT(CHR(92), 'N')) AS ano_falecimento,
    CASE WHEN profissoes LIKE ' %' OR profissoes LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM profissoes), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(profissoes, CONCAT(CHR(92), 'N')), '') END AS profissoes,
    CASE WHEN titulos_conhecidos LIKE ' %' OR titulos_conhecidos LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM titulos_conhecidos), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(titulos_conhecidos, CONCAT(CHR(92), 'N')), '') END AS titulos_conhecidos
  FROM algarismos
),
formas AS (
  SELECT
    *,
    CASE WHEN CAST(TRY_CAST(ano_nascimento AS INT) AS STRING) = ano_nascimento THEN TRY_CAST(ano_nascimento AS INT) WHEN ano_nascimento RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM ano_nascimento) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM ano_nascimento) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM ano_nascimento) AS DECIMAL(38, 18)) AS INT) END END AS forma_ano_nascimento,
    CASE WHEN CAST(TRY_CAST(ano_falecimento AS INT) AS STRING) = ano_falecimento THEN TRY_CAST(ano_falecimento AS INT) WHEN ano_falecimento RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM ano_falecimento) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM ano_falecimento) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM ano_falecimento) AS DECIMAL(38, 18)) AS INT) END END AS forma_ano_falecimento
  FROM textos
),
valores AS (
  SELECT
    *,
    CASE WHEN forma_ano_nascimento >= 1 AND forma_ano_nascimento <= 2200 THEN forma_ano_nascimento END AS valor_ano_nascimento,
    CASE WHEN forma_ano_falecimento >= 1 AND forma_ano_falecimento <= 2200 THEN forma_ano_falecimento END AS valor_ano_falecimento
  FROM formas
),
linhas AS (
  SELECT
    *,
    CASE
      WHEN colunas <> 6 THEN
        CASE
          -- What ingest puts in the place of a line that is no text.
          WHEN texto LIKE 'bytes_invalidos %' THEN 'bytes_invalidos'
          WHEN texto RLIKE '[^ ]' THEN 'numero_de_colunas'
          ELSE 'linha_em_branco'
        END
      WHEN pessoa IS NULL THEN 'id_invalido'
    END AS motivo
  FROM valores
),
casas AS (
  SELECT *, SHIFTRIGHT(pessoa, 5) AS bloco, (pessoa & 31) AS casa
  FROM linhas
),
marcadas AS (
  SELECT
    l.*,
    l.motivo IS NULL AND COALESCE(((SHIFTRIGHT(m.creditados, l.casa)) & 1) = 1, FALSE) AS creditada
  FROM casas AS l
  LEFT JOIN imdb_creditados AS m ON m.bloco = l.bloco
)
SELECT
  l.motivo,
  CASE WHEN l.motivo IS NOT NULL THEN l.origem END AS origem,
  CASE WHEN l.motivo IS NOT NULL THEN l.texto END AS conteudo,
  CASE WHEN l.motivo IS NULL THEN l.pessoa END AS pessoa,
  l.creditada,
  CASE WHEN creditada THEN id_artista END AS id_artista,
  CASE WHEN creditada THEN nome_artista END AS nome_artista,
  CASE WHEN creditada THEN CASE WHEN profissoes LIKE '% %' OR profissoes LIKE '%,,%' OR profissoes LIKE ',%' OR profissoes LIKE '%,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(profissoes, ','), v -> TRIM(BOTH ' ' FROM v)), v -> v <> ''), ','), '') ELSE profissoes END END AS profissoes,
  CASE WHEN creditada THEN CASE WHEN titulos_conhecidos LIKE '% %' OR titulos_conhecidos LIKE '%,,%' OR titulos_conhecidos LIKE ',%' OR titulos_conhecidos LIKE '%,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(titulos_conhecidos, ','), v -> TRIM(BOTH ' ' FROM v)), v -> v <> ''), ','), '') ELSE titulos_conhecidos END END AS titulos_conhecidos,
  CASE WHEN motivo IS NULL THEN valor_ano_nascimento END AS ano_nascimento,
  CASE WHEN motivo IS NULL THEN valor_ano_falecimento END AS ano_falecimento,
  motivo IS NULL AND CASE WHEN ano_nascimento IS NOT NULL AND valor_ano_nascimento IS NULL THEN TRIM(BOTH ' ' FROM ano_nascimento) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_ano_nascimento,
  motivo IS NULL AND CASE WHEN ano_falecimento IS NOT NULL AND valor_ano_falecimento IS NULL THEN TRIM(BOTH ' ' FROM ano_falecimento) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_ano_falecimento
FROM marcadas AS l

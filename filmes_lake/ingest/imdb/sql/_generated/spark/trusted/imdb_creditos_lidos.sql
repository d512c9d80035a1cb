-- Made from trusted/imdb_creditos_lidos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What each line of title.principals tells. Lines of titles that are taken are kept whole, to be taken apart where few
-- are left: their parts, null for all others, would cost more.
WITH partes AS (
  SELECT
    TRY_ELEMENT_AT(campos, 1) AS id_titulo,
    TRY_ELEMENT_AT(campos, 2) AS ordem,
    TRY_ELEMENT_AT(campos, 3) AS id_artista,
    TRY_ELEMENT_AT(campos, 4) AS papel,
    TRY_ELEMENT_AT(campos, 5) AS trabalho,
    TRY_ELEMENT_AT(campos, 6) AS personagem,
    origem,
    texto,
    SIZE(campos) AS colunas
  FROM fonte_imdb_title_principals
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
    id_artista,
    papel,
    trabalho,
    personagem
  FROM algarismos
),
formas AS (
  SELECT
    *,
    CASE WHEN CAST(TRY_CAST(ordem AS INT) AS STRING) = ordem THEN TRY_CAST(ordem AS INT) WHEN ordem RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM ordem) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM ordem) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM ordem) AS DECIMAL(38, 18)) AS INT) END END AS forma_ordem
  FROM textos
),
valores AS (
  SELECT
    *,
    CASE WHEN forma_ordem >= 0 THEN forma_ordem END AS valor_ordem
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
      WHEN numero IS NULL THEN 'id_invalido'
      WHEN NOT id_artista RLIKE '^nm([0-9]{7}|[1-9][0-9]{7,8})(?!(?s:.))' THEN 'id_invalido'
      WHEN valor_ordem IS NULL THEN 'id_invalido'
    END AS motivo
  FROM valores
),
casas AS (
  SELECT *, SHIFTRIGHT(numero, 5) AS bloco, (numero & 31) AS casa
  FROM linhas
)
SELECT
  l.motivo,
  CASE WHEN l.motivo IS NOT NULL THEN l.origem END AS origem,
  CASE WHEN l.motivo IS NOT NULL OR COALESCE(((SHIFTRIGHT((m.filmes | m.series), l.casa)) & 1) = 1, FALSE) THEN l.texto END AS conteudo,
  CASE WHEN l.motivo IS NULL THEN l.numero END AS numero,
  CASE WHEN l.motivo IS NULL THEN l.valor_ordem END AS ordem,
  CASE
    WHEN l.motivo IS NOT NULL THEN NULL
    WHEN l.personagem LIKE '["%"]' THEN TRUE
    WHEN l.personagem NOT IN ('', '[]', CONCAT(CHR(92), 'N')) THEN FALSE
  END AS personagem_valido
FROM casas AS l
LEFT JOIN imdb_marcas AS m ON m.bloco = l.bloco

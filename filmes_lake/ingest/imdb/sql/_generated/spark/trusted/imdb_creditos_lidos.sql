-- Made from trusted/imdb_creditos_lidos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What each line of title.principals tells. Texts are those of titles that are taken; the file stands on the left,
-- since it is far longer than what it is joined with.
WITH partes AS (
  SELECT
    -- A line may have too few fields: null then, where an index would raise on Spark.
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
    TRY_CAST(CONCAT('1', SUBSTRING(id_titulo, 3)) AS INT) AS algarismos_id_titulo,
    TRY_CAST(CONCAT('1', SUBSTRING(id_artista, 3)) AS INT) AS algarismos_id_artista
  FROM partes
),
textos AS (
  SELECT
    origem,
    texto,
    colunas,
    CASE
      WHEN id_titulo LIKE 'tt%'
        AND CASE LENGTH(id_titulo)
          WHEN 9 THEN algarismos_id_titulo BETWEEN 10000000 AND 19999999
          WHEN 10 THEN algarismos_id_titulo BETWEEN 110000000 AND 199999999
          WHEN 11 THEN algarismos_id_titulo BETWEEN 1100000000 AND 1999999999
        END
        AND NOT (id_titulo LIKE '%e%' OR id_titulo LIKE '%E%')
        THEN algarismos_id_titulo
    END AS numero,
    CASE
      WHEN id_artista LIKE 'nm%'
        AND CASE LENGTH(id_artista)
          WHEN 9 THEN algarismos_id_artista BETWEEN 10000000 AND 19999999
          WHEN 10 THEN algarismos_id_artista BETWEEN 110000000 AND 199999999
          WHEN 11 THEN algarismos_id_artista BETWEEN 1100000000 AND 1999999999
        END
        AND NOT (id_artista LIKE '%e%' OR id_artista LIKE '%E%')
        THEN algarismos_id_artista
    END AS pessoa,
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
      WHEN pessoa IS NULL THEN 'id_invalido'
      WHEN valor_ordem IS NULL THEN 'id_invalido'
    END AS motivo
  FROM valores
),
casas AS (
  SELECT
    *,
    SHIFTRIGHT(numero, 5) AS bloco,
    (numero & 31) AS casa,
    -- A list in JSON: what stands between its first quote and its last.
    personagem LIKE '["%"]' AS tem_personagem
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
),
situadas AS (
  SELECT
    *,
    motivo IS NULL AND tipo IS NOT NULL AS mantida
  FROM dos_titulos
)
SELECT
  l.motivo,
  CASE WHEN l.motivo IS NOT NULL THEN l.origem END AS origem,
  CASE WHEN l.motivo IS NOT NULL THEN l.texto END AS conteudo,
  CASE WHEN l.motivo IS NULL THEN l.numero END AS numero,
  CASE WHEN l.motivo IS NULL THEN l.valor_ordem END AS ordem,
  CASE WHEN l.mantida THEN l.pessoa END AS pessoa,
  CASE WHEN l.motivo IS NULL THEN l.tipo END AS tipo,
  CASE WHEN l.motivo IS NULL THEN l.conhecido END AS conhecido,
  CASE WHEN l.mantida THEN l.id_titulo END AS id_titulo,
  CASE WHEN l.mantida THEN l.id_artista END AS id_artista,
  CASE WHEN mantida THEN CASE WHEN papel LIKE ' %' OR papel LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM papel), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(papel, CONCAT(CHR(92), 'N')), '') END END AS papel,
  CASE WHEN mantida THEN CASE WHEN trabalho LIKE ' %' OR trabalho LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM trabalho), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(trabalho, CONCAT(CHR(92), 'N')), '') END END AS trabalho,
  CASE WHEN l.mantida AND l.tem_personagem THEN l.personagem END AS personagem,
  CASE WHEN l.motivo IS NULL AND l.tem_personagem THEN 1 END AS com_personagem,
  l.motivo IS NULL AND NOT l.tem_personagem AND l.personagem NOT IN ('', '[]', CONCAT(CHR(92), 'N'))
    AS invalido_personagem
FROM situadas AS l

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
textos AS (
  SELECT
    origem,
    texto,
    colunas,
    CASE
      WHEN id_titulo LIKE 'tt%'
        AND CAST(TRY_CAST(CONCAT('1', SUBSTRING(id_titulo, 3)) AS INT) AS STRING) = CONCAT('1', SUBSTRING(id_titulo, 3))
        AND (
          TRY_CAST(CONCAT('1', SUBSTRING(id_titulo, 3)) AS INT) BETWEEN 10000000 AND 19999999
          OR TRY_CAST(CONCAT('1', SUBSTRING(id_titulo, 3)) AS INT) BETWEEN 110000000 AND 199999999
          OR TRY_CAST(CONCAT('1', SUBSTRING(id_titulo, 3)) AS INT) BETWEEN 1100000000 AND 1999999999
        )
        THEN TRY_CAST(CONCAT('1', SUBSTRING(id_titulo, 3)) AS INT)
    END AS numero,
    CASE
      WHEN id_artista LIKE 'nm%'
        AND CAST(TRY_CAST(CONCAT('1', SUBSTRING(id_artista, 3)) AS INT) AS STRING) = CONCAT('1', SUBSTRING(id_artista, 3))
        AND (
          TRY_CAST(CONCAT('1', SUBSTRING(id_artista, 3)) AS INT) BETWEEN 10000000 AND 19999999
          OR TRY_CAST(CONCAT('1', SUBSTRING(id_artista, 3)) AS INT) BETWEEN 110000000 AND 199999999
          OR TRY_CAST(CONCAT('1', SUBSTRING(id_artista, 3)) AS INT) BETWEEN 1100000000 AND 1999999999
        )
        THEN TRY_CAST(CONCAT('1', SUBSTRING(id_artista, 3)) AS INT)
    END AS pessoa,
    id_titulo,
    NULLIF(ordem, CONCAT(CHR(92), 'N')) AS ordem,
    id_artista,
    CASE WHEN papel LIKE ' %' OR papel LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM papel), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(papel, CONCAT(CHR(92), 'N')), '') END AS papel,
    CASE WHEN trabalho LIKE ' %' OR trabalho LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM trabalho), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(trabalho, CONCAT(CHR(92), 'N')), '') END AS trabalho,
    CASE WHEN personagem LIKE ' %' OR personagem LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM personagem), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(personagem, CONCAT(CHR(92), 'N')), '') END AS personagem
  FROM partes
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
)
SELECT
  l.motivo,
  CASE WHEN l.motivo IS NOT NULL THEN l.origem END AS origem,
  CASE WHEN l.motivo IS NOT NULL THEN l.texto END AS conteudo,
  CASE WHEN l.motivo IS NULL THEN l.numero END AS numero,
  CASE WHEN l.motivo IS NULL THEN l.valor_ordem END AS ordem,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL THEN l.pessoa END AS pessoa,
  CASE WHEN l.motivo IS NULL THEN l.tipo END AS tipo,
  CASE WHEN l.motivo IS NULL THEN l.conhecido END AS conhecido,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL THEN l.id_titulo END AS id_titulo,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL THEN l.id_artista END AS id_artista,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL THEN l.papel END AS papel,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL THEN l.trabalho END AS trabalho,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL AND l.tem_personagem THEN l.personagem END AS personagem,
  CASE WHEN l.motivo IS NULL AND l.tem_personagem THEN 1 END AS com_personagem,
  l.motivo IS NULL AND l.personagem IS NOT NULL AND l.personagem <> '[]' AND NOT l.tem_personagem AS invalido_personagem
FROM dos_titulos AS l

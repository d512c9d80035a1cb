-- Made from trusted/semanas_lidas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What each line tells, typed, or why no table takes it.
WITH partes AS (
  SELECT
    -- A line may have too few fields: null then, where an index would raise on Spark.
    TRY_ELEMENT_AT(campos, 1) AS id_titulo,
    TRY_ELEMENT_AT(campos, 2) AS semana,
    TRY_ELEMENT_AT(campos, 3) AS receita,
    TRY_ELEMENT_AT(campos, 4) AS salas,
    origem,
    texto,
    SIZE(campos) AS colunas
  FROM fonte_box_office
),
textos AS (
  SELECT
    origem,
    texto,
    -- A blank line has one column: only lines of a wrong width are looked through for what is no blank.
    CASE
      WHEN colunas <> 4 THEN
        CASE WHEN texto RLIKE '[^ ]' THEN 'numero_de_colunas' ELSE 'linha_em_branco' END
      WHEN NOT id_titulo RLIKE '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))' THEN 'id_invalido'
    END AS motivo,
    CASE WHEN id_titulo NOT LIKE 'tt%' OR id_titulo LIKE '% ' OR (id_titulo LIKE 'tt0%' AND LENGTH(id_titulo) > 9) THEN CONCAT('tt', REGEXP_EXTRACT(id_titulo, '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))', 1)) ELSE id_titulo END AS id_titulo,
    NULLIF(semana, CONCAT(CHR(92), 'N')) AS semana,
    CASE WHEN receita LIKE ' %' OR receita LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM receita), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(receita, CONCAT(CHR(92), 'N')), '') END AS receita,
    NULLIF(salas, CONCAT(CHR(92), 'N')) AS salas
  FROM partes
),
formas AS (
  SELECT
    *,
    CASE WHEN CAST(TRY_CAST(semana AS INT) AS STRING) = semana THEN TRY_CAST(semana AS INT) WHEN semana RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM semana) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM semana) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM semana) AS DECIMAL(38, 18)) AS INT) END END AS forma_semana,
    CASE WHEN CAST(TRY_CAST(receita AS BIGINT) AS STRING) = receita THEN TRY_CAST(receita AS BIGINT) WHEN receita RLIKE '^[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])?(?!(?s:.))' THEN CASE WHEN TRY_CAST(receita AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(receita AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(receita AS DECIMAL(38, 18)) AS BIGINT) END END AS forma_receita,
    CASE WHEN CAST(TRY_CAST(salas AS INT) AS STRING) = salas THEN TRY_CAST(salas AS INT) WHEN salas RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM salas) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM salas) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM salas) AS DECIMAL(38, 18)) AS INT) END END AS forma_salas
  FROM textos
),
valores AS (
  SELECT
    *,
    forma_semana AS valor_semana,
    CASE WHEN forma_receita >= 0 THEN forma_receita END AS valor_receita,
    CASE WHEN forma_salas >= 0 THEN forma_salas END AS valor_salas
  FROM formas
),
linhas AS (
  SELECT
    origem,
    texto,
    CASE
      WHEN motivo IS NOT NULL THEN motivo
      WHEN valor_semana IS NULL THEN 'id_invalido'
    END AS motivo,
    id_titulo AS id_titulo,
    valor_semana AS semana,
    valor_receita AS receita,
    valor_salas AS salas,
    CASE WHEN semana IS NOT NULL AND valor_semana IS NULL THEN TRIM(BOTH ' ' FROM semana) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_semana,
    receita IS NOT NULL AND valor_receita IS NULL AS invalido_receita,
    CASE WHEN salas IS NOT NULL AND valor_salas IS NULL THEN TRIM(BOTH ' ' FROM salas) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_salas
  FROM valores
)
SELECT
  origem,
  motivo,
  CASE WHEN motivo IS NOT NULL THEN texto END AS conteudo,
  id_titulo,
  semana,
  receita,
  salas,
  invalido_semana,
  invalido_receita,
  invalido_salas,
  ROW_NUMBER() OVER (PARTITION BY motivo, id_titulo, semana ORDER BY texto DESC) AS posicao
FROM linhas

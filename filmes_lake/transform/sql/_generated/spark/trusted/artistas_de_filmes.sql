-- Made from trusted/artistas_de_filmes.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What each line of the films' CSV tells of an artist, typed, or why no table takes it.
WITH partes AS (
  SELECT
    -- A line may have too few fields: null then, where an index would raise on Spark.
    TRY_ELEMENT_AT(campos, 1) AS id_titulo,
    TRY_ELEMENT_AT(campos, 9) AS papel,
    TRY_ELEMENT_AT(campos, 10) AS personagem,
    TRY_ELEMENT_AT(campos, 11) AS nome_artista,
    TRY_ELEMENT_AT(campos, 12) AS ano_nascimento,
    TRY_ELEMENT_AT(campos, 13) AS ano_falecimento,
    TRY_ELEMENT_AT(campos, 14) AS profissoes,
    TRY_ELEMENT_AT(campos, 15) AS titulos_conhecidos,
    origem,
    texto,
    SIZE(campos) AS colunas
  FROM fonte_movies
),
textos AS (
  SELECT
    origem,
    texto,
    -- A blank line has one column: only lines of a wrong width are looked through for what is no blank.
    CASE
      WHEN colunas <> 15 THEN
        CASE WHEN texto RLIKE '[^ ]' THEN 'numero_de_colunas' ELSE 'linha_em_branco' END
      WHEN NOT id_titulo RLIKE '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))' THEN 'id_invalido'
    END AS motivo,
    CASE WHEN id_titulo NOT LIKE 'tt%' OR id_titulo LIKE '% ' OR (id_titulo LIKE 'tt0%' AND LENGTH(id_titulo) > 9) THEN CONCAT('tt', REGEXP_EXTRACT(id_titulo, '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))', 1)) ELSE id_titulo END AS id_titulo,
    CASE WHEN papel LIKE ' %' OR papel LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM papel), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(papel, CONCAT(CHR(92), 'N')), '') END AS papel,
    CASE WHEN personagem LIKE ' %' OR personagem LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM personagem), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(personagem, CONCAT(CHR(92), 'N')), '') END AS personagem,
    CASE WHEN nome_artista LIKE ' %' OR nome_artista LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM nome_artista), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(nome_artista, CONCAT(CHR(92), 'N')), '') END AS nome_artista,
    NULLIF(ano_nascimento, CONCAT(CHR(92), 'N')) AS ano_nascimento,
    NULLIF(ano_falecimento, CONCAT(CHR(92), 'N')) AS ano_falecimento,
    CASE WHEN profissoes LIKE ' %' OR profissoes LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM profissoes), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(profissoes, CONCAT(CHR(92), 'N')), '') END AS profissoes,
    CASE WHEN titulos_conhecidos LIKE ' %' OR titulos_conhecidos LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM titulos_conhecidos), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(titulos_conhecidos, CONCAT(CHR(92), 'N')), '') END AS titulos_conhecidos
  FROM partes
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
)
-- Origin and text are of use for rejected lines alone, and would take much memory.
SELECT
  CAST('filme' AS STRING) AS tipo,
  id_titulo AS id_titulo,
  papel AS papel,
  personagem AS personagem,
  nome_artista AS nome_artista,
  valor_ano_nascimento AS ano_nascimento,
  valor_ano_falecimento AS ano_falecimento,
  CASE WHEN profissoes LIKE '% %' OR profissoes LIKE '%,,%' OR profissoes LIKE ',%' OR profissoes LIKE '%,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(profissoes, ','), v -> TRIM(BOTH ' ' FROM v)), v -> v <> ''), ','), '') ELSE profissoes END AS profissoes,
  CASE WHEN titulos_conhecidos LIKE '% %' OR titulos_conhecidos LIKE '%,,%' OR titulos_conhecidos LIKE ',%' OR titulos_conhecidos LIKE '%,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(titulos_conhecidos, ','), v -> TRIM(BOTH ' ' FROM v)), v -> v <> ''), ','), '') ELSE titulos_conhecidos END AS titulos_conhecidos,
  CASE WHEN ano_nascimento IS NOT NULL AND valor_ano_nascimento IS NULL THEN TRIM(BOTH ' ' FROM ano_nascimento) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_ano_nascimento,
  CASE WHEN ano_falecimento IS NOT NULL AND valor_ano_falecimento IS NULL THEN TRIM(BOTH ' ' FROM ano_falecimento) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_ano_falecimento,
  motivo,
  CASE WHEN motivo IS NOT NULL THEN origem END AS origem,
  CASE WHEN motivo IS NOT NULL THEN texto END AS conteudo
FROM valores

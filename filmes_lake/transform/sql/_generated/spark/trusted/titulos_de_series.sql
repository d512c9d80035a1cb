-- Made from trusted/titulos_de_series.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What the lines of the series' CSV tell of titles: each distinct saying of a file's texts, typed, with its lines.
WITH partes AS (
  SELECT
    TRY_ELEMENT_AT(campos, 1) AS id_titulo,
    TRY_ELEMENT_AT(campos, 2) AS titulo_principal,
    TRY_ELEMENT_AT(campos, 3) AS titulo_original,
    TRY_ELEMENT_AT(campos, 4) AS ano_lancamento,
    TRY_ELEMENT_AT(campos, 5) AS ano_termino,
    TRY_ELEMENT_AT(campos, 6) AS tempo_minutos,
    TRY_ELEMENT_AT(campos, 7) AS generos,
    TRY_ELEMENT_AT(campos, 8) AS nota_media,
    TRY_ELEMENT_AT(campos, 9) AS numero_votos,
    COUNT(*) AS linhas
  FROM fonte_series
  WHERE SIZE(campos) = 16
  GROUP BY id_titulo, titulo_principal, titulo_original, ano_lancamento, ano_termino, tempo_minutos, generos, nota_media, numero_votos
),
textos AS (
  SELECT
    linhas,
    CASE WHEN id_titulo NOT LIKE 'tt%' OR id_titulo LIKE '% ' OR (id_titulo LIKE 'tt0%' AND LENGTH(id_titulo) > 9) THEN CONCAT('tt', REGEXP_EXTRACT(id_titulo, '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))', 1)) ELSE id_titulo END AS id_titulo,
    CASE WHEN titulo_principal LIKE ' %' OR titulo_principal LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM titulo_principal), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(titulo_principal, CONCAT(CHR(92), 'N')), '') END AS titulo_principal,
    CASE WHEN titulo_original LIKE ' %' OR titulo_original LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM titulo_original), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(titulo_original, CONCAT(CHR(92), 'N')), '') END AS titulo_original,
    NULLIF(ano_lancamento, CONCAT(CHR(92), 'N')) AS ano_lancamento,
    NULLIF(ano_termino, CONCAT(CHR(92), 'N')) AS ano_termino,
    NULLIF(tempo_minutos, CONCAT(CHR(92), 'N')) AS tempo_minutos,
    CASE WHEN generos LIKE ' %' OR generos LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM generos), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(generos, CONCAT(CHR(92), 'N')), '') END AS generos,
    CASE WHEN nota_media LIKE ' %' OR nota_media LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM nota_media), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(nota_media, CONCAT(CHR(92), 'N')), '') END AS nota_media,
    NULLIF(numero_votos, CONCAT(CHR(92), 'N')) AS numero_votos
  FROM partes
  WHERE id_titulo RLIKE '^ *[Tt][Tt]0*([0-9]{7,9}) *(?!(?s:.))'
),
formas AS (
  SELECT
    *,
    CASE WHEN CAST(TRY_CAST(ano_lancamento AS INT) AS STRING) = ano_lancamento THEN TRY_CAST(ano_lancamento AS INT) WHEN ano_lancamento RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM ano_lancamento) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM ano_lancamento) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM ano_lancamento) AS DECIMAL(38, 18)) AS INT) END END AS forma_ano_lancamento,
    CASE WHEN CAST(TRY_CAST(ano_termino AS INT) AS STRING) = ano_termino THEN TRY_CAST(ano_termino AS INT) WHEN ano_termino RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM ano_termino) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM ano_termino) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM ano_termino) AS DECIMAL(38, 18)) AS INT) END END AS forma_ano_termino,
    CASE WHEN CAST(TRY_CAST(tempo_minutos AS INT) AS STRING) = tempo_minutos THEN TRY_CAST(tempo_minutos AS INT) WHEN tempo_minutos RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM tempo_minutos) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM tempo_minutos) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM tempo_minutos) AS DECIMAL(38, 18)) AS INT) END END AS forma_tempo_minutos,
    CASE WHEN nota_media RLIKE '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?(?!(?s:.))' THEN TRY_CAST(nota_media AS DOUBLE) END AS forma_nota_media,
    CASE WHEN CAST(TRY_CAST(numero_votos AS INT) AS STRING) = numero_votos THEN TRY_CAST(numero_votos AS INT) WHEN numero_votos RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM numero_votos) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM numero_votos) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM numero_votos) AS DECIMAL(38, 18)) AS INT) END END AS forma_numero_votos
  FROM textos
),
valores AS (
  SELECT
    *,
    CASE WHEN forma_ano_lancamento >= 1870 AND forma_ano_lancamento <= 2200 THEN forma_ano_lancamento END AS valor_ano_lancamento,
    CASE WHEN forma_ano_termino >= 1870 AND forma_ano_termino <= 2200 THEN forma_ano_termino END AS valor_ano_termino,
    CASE WHEN forma_tempo_minutos >= 1 AND forma_tempo_minutos <= 100000 THEN forma_tempo_minutos END AS valor_tempo_minutos,
    CASE WHEN forma_nota_media >= 1 AND forma_nota_media <= 10 THEN forma_nota_media END AS valor_nota_media,
    CASE WHEN forma_numero_votos >= 0 THEN forma_numero_votos END AS valor_numero_votos
  FROM formas
)
SELECT
  CAST('serie' AS STRING) AS tipo,
  id_titulo AS id_titulo,
  titulo_principal AS titulo_principal,
  titulo_original AS titulo_original,
  valor_ano_lancamento AS ano_lancamento,
  valor_ano_termino AS ano_termino,
  valor_tempo_minutos AS tempo_minutos,
  CASE WHEN generos LIKE '% %' OR generos LIKE '%,,%' OR generos LIKE ',%' OR generos LIKE '%,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(generos, ','), v -> TRIM(BOTH ' ' FROM v)), v -> v <> ''), ','), '') ELSE generos END AS generos,
  valor_nota_media AS nota_media,
  valor_numero_votos AS numero_votos,
  CASE WHEN ano_lancamento IS NOT NULL AND valor_ano_lancamento IS NULL THEN TRIM(BOTH ' ' FROM ano_lancamento) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_ano_lancamento,
  CASE WHEN ano_termino IS NOT NULL AND valor_ano_termino IS NULL THEN TRIM(BOTH ' ' FROM ano_termino) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_ano_termino,
  CASE WHEN tempo_minutos IS NOT NULL AND valor_tempo_minutos IS NULL THEN TRIM(BOTH ' ' FROM tempo_minutos) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_tempo_minutos,
  nota_media IS NOT NULL AND valor_nota_media IS NULL AS invalido_nota_media,
  CASE WHEN numero_votos IS NOT NULL AND valor_numero_votos IS NULL THEN TRIM(BOTH ' ' FROM numero_votos) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_numero_votos,
  linhas
FROM valores

-- Made from trusted/imdb_titulos_lidos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What each line of title.basics tells. Texts are those of titles that a table may take.
WITH partes AS (
  SELECT
    TRY_ELEMENT_AT(campos, 1) AS id_titulo,
    TRY_ELEMENT_AT(campos, 2) AS tipo_imdb,
    TRY_ELEMENT_AT(campos, 3) AS titulo_principal,
    TRY_ELEMENT_AT(campos, 4) AS titulo_original,
    TRY_ELEMENT_AT(campos, 5) AS adulto,
    TRY_ELEMENT_AT(campos, 6) AS ano_lancamento,
    TRY_ELEMENT_AT(campos, 7) AS ano_termino,
    TRY_ELEMENT_AT(campos, 8) AS tempo_minutos,
    TRY_ELEMENT_AT(campos, 9) AS generos,
    origem,
    texto,
    SIZE(campos) AS colunas
  FROM fonte_imdb_title_basics
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
    CASE WHEN tipo_imdb LIKE ' %' OR tipo_imdb LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM tipo_imdb), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(tipo_imdb, CONCAT(CHR(92), 'N')), '') END AS tipo_imdb,
    CASE WHEN titulo_principal LIKE ' %' OR titulo_principal LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM titulo_principal), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(titulo_principal, CONCAT(CHR(92), 'N')), '') END AS titulo_principal,
    CASE WHEN titulo_original LIKE ' %' OR titulo_original LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM titulo_original), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(titulo_original, CONCAT(CHR(92), 'N')), '') END AS titulo_original,
    NULLIF(adulto, CONCAT(CHR(92), 'N')) AS adulto,
    NULLIF(ano_lancamento, CONCAT(CHR(92), 'N')) AS ano_lancamento,
    NULLIF(ano_termino, CONCAT(CHR(92), 'N')) AS ano_termino,
    NULLIF(tempo_minutos, CONCAT(CHR(92), 'N')) AS tempo_minutos,
    CASE WHEN generos LIKE ' %' OR generos LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM generos), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(generos, CONCAT(CHR(92), 'N')), '') END AS generos
  FROM algarismos
),
formas AS (
  SELECT
    *,
    CASE WHEN CAST(TRY_CAST(adulto AS INT) AS STRING) = adulto THEN TRY_CAST(adulto AS INT) WHEN adulto RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM adulto) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM adulto) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM adulto) AS DECIMAL(38, 18)) AS INT) END END AS forma_adulto,
    CASE WHEN CAST(TRY_CAST(ano_lancamento AS INT) AS STRING) = ano_lancamento THEN TRY_CAST(ano_lancamento AS INT) WHEN ano_lancamento RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM ano_lancamento) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM ano_lancamento) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM ano_lancamento) AS DECIMAL(38, 18)) AS INT) END END AS forma_ano_lancamento,
    CASE WHEN CAST(TRY_CAST(ano_termino AS INT) AS STRING) = ano_termino THEN TRY_CAST(ano_termino AS INT) WHEN ano_termino RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM ano_termino) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM ano_termino) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM ano_termino) AS DECIMAL(38, 18)) AS INT) END END AS forma_ano_termino,
    CASE WHEN CAST(TRY_CAST(tempo_minutos AS INT) AS STRING) = tempo_minutos THEN TRY_CAST(tempo_minutos AS INT) WHEN tempo_minutos RLIKE '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *(?!(?s:.))' THEN CASE WHEN TRY_CAST(TRIM(BOTH ' ' FROM tempo_minutos) AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(BOTH ' ' FROM tempo_minutos) AS DECIMAL(38, 18))) THEN TRY_CAST(TRY_CAST(TRIM(BOTH ' ' FROM tempo_minutos) AS DECIMAL(38, 18)) AS INT) END END AS forma_tempo_minutos
  FROM textos
),
valores AS (
  SELECT
    *,
    CASE WHEN forma_adulto >= 0 AND forma_adulto <= 1 THEN forma_adulto END AS valor_adulto,
    CASE WHEN forma_ano_lancamento >= 1870 AND forma_ano_lancamento <= 2200 THEN forma_ano_lancamento END AS valor_ano_lancamento,
    CASE WHEN forma_ano_termino >= 1870 AND forma_ano_termino <= 2200 THEN forma_ano_termino END AS valor_ano_termino,
    CASE WHEN forma_tempo_minutos >= 1 AND forma_tempo_minutos <= 100000 THEN forma_tempo_minutos END AS valor_tempo_minutos
  FROM formas
),
linhas AS (
  SELECT
    *,
    CASE
      WHEN colunas <> 9 THEN
        CASE
          -- What ingest puts in the place of a line that is no text.
          WHEN texto LIKE 'bytes_invalidos %' THEN 'bytes_invalidos'
          WHEN texto RLIKE '[^ ]' THEN 'numero_de_colunas'
          ELSE 'linha_em_branco'
        END
      WHEN numero IS NULL THEN 'id_invalido'
    END AS motivo
  FROM valores
),
escolhidas AS (
  SELECT
    l.*,
    e.votos_minimos,
    CASE
      WHEN l.motivo IS NOT NULL THEN NULL
      WHEN e.tipo IS NULL THEN 'outro_tipo'
      WHEN l.valor_adulto = 1 AND NOT e.adultos THEN 'adulto'
      ELSE 'do_tipo'
    END AS situacao
  FROM linhas AS l
  LEFT JOIN imdb_escolha AS e ON e.tipo_imdb = l.tipo_imdb
)
SELECT
  l.motivo,
  CASE WHEN l.motivo IS NOT NULL THEN l.origem END AS origem,
  CASE WHEN l.motivo IS NOT NULL THEN l.texto END AS conteudo,
  CASE WHEN l.motivo IS NULL THEN l.numero END AS numero,
  l.situacao,
  l.votos_minimos,
  CASE WHEN l.situacao = 'do_tipo' THEN l.tipo_imdb END AS tipo_imdb,
  CASE WHEN situacao = 'do_tipo' THEN id_titulo END AS id_titulo,
  CASE WHEN situacao = 'do_tipo' THEN titulo_principal END AS titulo_principal,
  CASE WHEN situacao = 'do_tipo' THEN titulo_original END AS titulo_original,
  CASE WHEN situacao = 'do_tipo' THEN CASE WHEN generos LIKE '% %' OR generos LIKE '%,,%' OR generos LIKE ',%' OR generos LIKE '%,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(generos, ','), v -> TRIM(BOTH ' ' FROM v)), v -> v <> ''), ','), '') ELSE generos END END AS generos,
  CASE WHEN motivo IS NULL THEN valor_adulto END AS adulto,
  CASE WHEN motivo IS NULL THEN valor_ano_lancamento END AS ano_lancamento,
  CASE WHEN motivo IS NULL THEN valor_ano_termino END AS ano_termino,
  CASE WHEN motivo IS NULL THEN valor_tempo_minutos END AS tempo_minutos,
  motivo IS NULL AND CASE WHEN adulto IS NOT NULL AND valor_adulto IS NULL THEN TRIM(BOTH ' ' FROM adulto) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_adulto,
  motivo IS NULL AND CASE WHEN ano_lancamento IS NOT NULL AND valor_ano_lancamento IS NULL THEN TRIM(BOTH ' ' FROM ano_lancamento) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_ano_lancamento,
  motivo IS NULL AND CASE WHEN ano_termino IS NOT NULL AND valor_ano_termino IS NULL THEN TRIM(BOTH ' ' FROM ano_termino) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_ano_termino,
  motivo IS NULL AND CASE WHEN tempo_minutos IS NOT NULL AND valor_tempo_minutos IS NULL THEN TRIM(BOTH ' ' FROM tempo_minutos) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_tempo_minutos
FROM escolhidas AS l

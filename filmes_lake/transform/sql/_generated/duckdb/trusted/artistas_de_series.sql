WITH partes AS (
  SELECT
    campos[1] AS id_titulo,
    campos[10] AS papel,
    campos[11] AS personagem,
    campos[12] AS nome_artista,
    campos[13] AS ano_nascimento,
    campos[14] AS ano_falecimento,
    campos[15] AS profissoes,
    campos[16] AS titulos_conhecidos,
    origem,
    texto,
    ARRAY_LENGTH(campos) AS colunas
  FROM fonte_series
), textos AS (
  SELECT
    origem,
    texto,
    CASE
      WHEN colunas <> 16
      THEN CASE
        WHEN REGEXP_MATCHES(texto, '[^ ]')
        THEN 'numero_de_colunas'
        ELSE 'linha_em_branco'
      END
      WHEN NOT REGEXP_MATCHES(id_titulo, '^ *[Tt][Tt]0*([0-9]{7,9}) *$')
      THEN 'id_invalido'
    END AS motivo,
    CASE
      WHEN id_titulo NOT LIKE 'tt%'
      OR id_titulo LIKE '% '
      OR (
        id_titulo LIKE 'tt0%' AND LENGTH(id_titulo) > 9
      )
      THEN 'tt' || REGEXP_EXTRACT(id_titulo, '^ *[Tt][Tt]0*([0-9]{7,9}) *$', 1)
      ELSE id_titulo
    END AS id_titulo,
    CASE
      WHEN papel LIKE ' %' OR papel LIKE '% '
      THEN NULLIF(NULLIF(TRIM(papel, ' '), CHR(92) || 'N'), '')
      ELSE NULLIF(NULLIF(papel, CHR(92) || 'N'), '')
    END AS papel,
    CASE
      WHEN personagem LIKE ' %' OR personagem LIKE '% '
      THEN NULLIF(NULLIF(TRIM(personagem, ' '), CHR(92) || 'N'), '')
      ELSE NULLIF(NULLIF(personagem, CHR(92) || 'N'), '')
    END AS personagem,
    CASE
      WHEN nome_artista LIKE ' %' OR nome_artista LIKE '% '
      THEN NULLIF(NULLIF(TRIM(nome_artista, ' '), CHR(92) || 'N'), '')
      ELSE NULLIF(NULLIF(nome_artista, CHR(92) || 'N'), '')
    END AS nome_artista,
    NULLIF(ano_nascimento, CHR(92) || 'N') AS ano_nascimento,
    NULLIF(ano_falecimento, CHR(92) || 'N') AS ano_falecimento,
    CASE
      WHEN profissoes LIKE ' %' OR profissoes LIKE '% '
      THEN NULLIF(NULLIF(TRIM(profissoes, ' '), CHR(92) || 'N'), '')
      ELSE NULLIF(NULLIF(profissoes, CHR(92) || 'N'), '')
    END AS profissoes,
    CASE
      WHEN titulos_conhecidos LIKE ' %' OR titulos_conhecidos LIKE '% '
      THEN NULLIF(NULLIF(TRIM(titulos_conhecidos, ' '), CHR(92) || 'N'), '')
      ELSE NULLIF(NULLIF(titulos_conhecidos, CHR(92) || 'N'), '')
    END AS titulos_conhecidos
  FROM partes
), formas AS (
  SELECT
    *,
    CASE
      WHEN CAST(TRY_CAST(ano_nascimento AS INT) AS TEXT) = ano_nascimento
      THEN TRY_CAST(ano_nascimento AS INT)
      WHEN REGEXP_MATCHES(ano_nascimento, '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *$')
      THEN CASE
        WHEN TRY_CAST(TRIM(ano_nascimento, ' ') AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(ano_nascimento, ' ') AS DECIMAL(38, 18)))
        THEN TRY_CAST(TRY_CAST(TRIM(ano_nascimento, ' ') AS DECIMAL(38, 18)) AS INT)
      END
    END AS forma_ano_nascimento,
    CASE
      WHEN CAST(TRY_CAST(ano_falecimento AS INT) AS TEXT) = ano_falecimento
      THEN TRY_CAST(ano_falecimento AS INT)
      WHEN REGEXP_MATCHES(ano_falecimento, '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *$')
      THEN CASE
        WHEN TRY_CAST(TRIM(ano_falecimento, ' ') AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(ano_falecimento, ' ') AS DECIMAL(38, 18)))
        THEN TRY_CAST(TRY_CAST(TRIM(ano_falecimento, ' ') AS DECIMAL(38, 18)) AS INT)
      END
    END AS forma_ano_falecimento
  FROM textos
), valores AS (
  SELECT
    *,
    CASE
      WHEN forma_ano_nascimento >= 1 AND forma_ano_nascimento <= 2200
      THEN forma_ano_nascimento
    END AS valor_ano_nascimento,
    CASE
      WHEN forma_ano_falecimento >= 1 AND forma_ano_falecimento <= 2200
      THEN forma_ano_falecimento
    END AS valor_ano_falecimento
  FROM formas
)
SELECT
  CAST('serie' AS TEXT) AS tipo,
  id_titulo AS id_titulo,
  papel AS papel,
  personagem AS personagem,
  nome_artista AS nome_artista,
  valor_ano_nascimento AS ano_nascimento,
  valor_ano_falecimento AS ano_falecimento,
  CASE
    WHEN profissoes LIKE '% %'
    OR profissoes LIKE '%,,%'
    OR profissoes LIKE ',%'
    OR profissoes LIKE '%,'
    THEN NULLIF(
      ARRAY_TO_STRING(
        LIST_FILTER(
          LIST_TRANSFORM(STR_SPLIT(profissoes, ','), LAMBDA v : TRIM(v, ' ')),
          LAMBDA v : v <> ''
        ),
        ','
      ),
      ''
    )
    ELSE profissoes
  END AS profissoes,
  CASE
    WHEN titulos_conhecidos LIKE '% %'
    OR titulos_conhecidos LIKE '%,,%'
    OR titulos_conhecidos LIKE ',%'
    OR titulos_conhecidos LIKE '%,'
    THEN NULLIF(
      ARRAY_TO_STRING(
        LIST_FILTER(
          LIST_TRANSFORM(STR_SPLIT(titulos_conhecidos, ','), LAMBDA v : TRIM(v, ' ')),
          LAMBDA v : v <> ''
        ),
        ','
      ),
      ''
    )
    ELSE titulos_conhecidos
  END AS titulos_conhecidos,
  CASE
    WHEN NOT ano_nascimento IS NULL AND valor_ano_nascimento IS NULL
    THEN NOT TRIM(ano_nascimento, ' ') IN ('', CHR(92) || 'N')
    ELSE FALSE
  END AS invalido_ano_nascimento,
  CASE
    WHEN NOT ano_falecimento IS NULL AND valor_ano_falecimento IS NULL
    THEN NOT TRIM(ano_falecimento, ' ') IN ('', CHR(92) || 'N')
    ELSE FALSE
  END AS invalido_ano_falecimento,
  motivo,
  CASE WHEN NOT motivo IS NULL THEN origem END AS origem,
  CASE WHEN NOT motivo IS NULL THEN texto END AS conteudo
FROM valores

WITH partes AS (
  SELECT
    campos[1] AS id_titulo,
    campos[2] AS titulo_principal,
    campos[3] AS titulo_original,
    campos[4] AS ano_lancamento,
    campos[5] AS ano_termino,
    campos[6] AS tempo_minutos,
    campos[7] AS generos,
    campos[8] AS nota_media,
    campos[9] AS numero_votos,
    COUNT(*) AS linhas
  FROM fonte_series
  WHERE
    ARRAY_LENGTH(campos) = 16
  GROUP BY
    id_titulo,
    titulo_principal,
    titulo_original,
    ano_lancamento,
    ano_termino,
    tempo_minutos,
    generos,
    nota_media,
    numero_votos
), textos AS (
  SELECT
    linhas,
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
      WHEN titulo_principal LIKE ' %' OR titulo_principal LIKE '% '
      THEN NULLIF(NULLIF(TRIM(titulo_principal, ' '), CHR(92) || 'N'), '')
      ELSE NULLIF(NULLIF(titulo_principal, CHR(92) || 'N'), '')
    END AS titulo_principal,
    CASE
      WHEN titulo_original LIKE ' %' OR titulo_original LIKE '% '
      THEN NULLIF(NULLIF(TRIM(titulo_original, ' '), CHR(92) || 'N'), '')
      ELSE NULLIF(NULLIF(titulo_original, CHR(92) || 'N'), '')
    END AS titulo_original,
    NULLIF(ano_lancamento, CHR(92) || 'N') AS ano_lancamento,
    NULLIF(ano_termino, CHR(92) || 'N') AS ano_termino,
    NULLIF(tempo_minutos, CHR(92) || 'N') AS tempo_minutos,
    CASE
      WHEN generos LIKE ' %' OR generos LIKE '% '
      THEN NULLIF(NULLIF(TRIM(generos, ' '), CHR(92) || 'N'), '')
      ELSE NULLIF(NULLIF(generos, CHR(92) || 'N'), '')
    END AS generos,
    CASE
      WHEN nota_media LIKE ' %' OR nota_media LIKE '% '
      THEN NULLIF(NULLIF(TRIM(nota_media, ' '), CHR(92) || 'N'), '')
      ELSE NULLIF(NULLIF(nota_media, CHR(92) || 'N'), '')
    END AS nota_media,
    NULLIF(numero_votos, CHR(92) || 'N') AS numero_votos
  FROM partes
  WHERE
    REGEXP_MATCHES(id_titulo, '^ *[Tt][Tt]0*([0-9]{7,9}) *$')
), formas AS (
  SELECT
    *,
    CASE
      WHEN CAST(TRY_CAST(ano_lancamento AS INT) AS TEXT) = ano_lancamento
      THEN TRY_CAST(ano_lancamento AS INT)
      WHEN REGEXP_MATCHES(ano_lancamento, '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *$')
      THEN CASE
        WHEN TRY_CAST(TRIM(ano_lancamento, ' ') AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(ano_lancamento, ' ') AS DECIMAL(38, 18)))
        THEN TRY_CAST(TRY_CAST(TRIM(ano_lancamento, ' ') AS DECIMAL(38, 18)) AS INT)
      END
    END AS forma_ano_lancamento,
    CASE
      WHEN CAST(TRY_CAST(ano_termino AS INT) AS TEXT) = ano_termino
      THEN TRY_CAST(ano_termino AS INT)
      WHEN REGEXP_MATCHES(ano_termino, '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *$')
      THEN CASE
        WHEN TRY_CAST(TRIM(ano_termino, ' ') AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(ano_termino, ' ') AS DECIMAL(38, 18)))
        THEN TRY_CAST(TRY_CAST(TRIM(ano_termino, ' ') AS DECIMAL(38, 18)) AS INT)
      END
    END AS forma_ano_termino,
    CASE
      WHEN CAST(TRY_CAST(tempo_minutos AS INT) AS TEXT) = tempo_minutos
      THEN TRY_CAST(tempo_minutos AS INT)
      WHEN REGEXP_MATCHES(tempo_minutos, '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *$')
      THEN CASE
        WHEN TRY_CAST(TRIM(tempo_minutos, ' ') AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(tempo_minutos, ' ') AS DECIMAL(38, 18)))
        THEN TRY_CAST(TRY_CAST(TRIM(tempo_minutos, ' ') AS DECIMAL(38, 18)) AS INT)
      END
    END AS forma_tempo_minutos,
    CASE
      WHEN REGEXP_MATCHES(nota_media, '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$')
      THEN TRY_CAST(nota_media AS DOUBLE)
    END AS forma_nota_media,
    CASE
      WHEN CAST(TRY_CAST(numero_votos AS INT) AS TEXT) = numero_votos
      THEN TRY_CAST(numero_votos AS INT)
      WHEN REGEXP_MATCHES(numero_votos, '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *$')
      THEN CASE
        WHEN TRY_CAST(TRIM(numero_votos, ' ') AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(numero_votos, ' ') AS DECIMAL(38, 18)))
        THEN TRY_CAST(TRY_CAST(TRIM(numero_votos, ' ') AS DECIMAL(38, 18)) AS INT)
      END
    END AS forma_numero_votos
  FROM textos
), valores AS (
  SELECT
    *,
    CASE
      WHEN forma_ano_lancamento >= 1870 AND forma_ano_lancamento <= 2200
      THEN forma_ano_lancamento
    END AS valor_ano_lancamento,
    CASE
      WHEN forma_ano_termino >= 1870 AND forma_ano_termino <= 2200
      THEN forma_ano_termino
    END AS valor_ano_termino,
    CASE
      WHEN forma_tempo_minutos >= 1 AND forma_tempo_minutos <= 100000
      THEN forma_tempo_minutos
    END AS valor_tempo_minutos,
    CASE
      WHEN forma_nota_media >= 1 AND forma_nota_media <= 10
      THEN forma_nota_media
    END AS valor_nota_media,
    CASE WHEN forma_numero_votos >= 0 THEN forma_numero_votos END AS valor_numero_votos
  FROM formas
)
SELECT
  CAST('serie' AS TEXT) AS tipo,
  id_titulo AS id_titulo,
  titulo_principal AS titulo_principal,
  titulo_original AS titulo_original,
  valor_ano_lancamento AS ano_lancamento,
  valor_ano_termino AS ano_termino,
  valor_tempo_minutos AS tempo_minutos,
  CASE
    WHEN generos LIKE '% %' OR generos LIKE '%,,%' OR generos LIKE ',%' OR generos LIKE '%,'
    THEN NULLIF(
      ARRAY_TO_STRING(
        LIST_FILTER(
          LIST_TRANSFORM(STR_SPLIT(generos, ','), LAMBDA v : TRIM(v, ' ')),
          LAMBDA v : v <> ''
        ),
        ','
      ),
      ''
    )
    ELSE generos
  END AS generos,
  valor_nota_media AS nota_media,
  valor_numero_votos AS numero_votos,
  CASE
    WHEN NOT ano_lancamento IS NULL AND valor_ano_lancamento IS NULL
    THEN NOT TRIM(ano_lancamento, ' ') IN ('', CHR(92) || 'N')
    ELSE FALSE
  END AS invalido_ano_lancamento,
  CASE
    WHEN NOT ano_termino IS NULL AND valor_ano_termino IS NULL
    THEN NOT TRIM(ano_termino, ' ') IN ('', CHR(92) || 'N')
    ELSE FALSE
  END AS invalido_ano_termino,
  CASE
    WHEN NOT tempo_minutos IS NULL AND valor_tempo_minutos IS NULL
    THEN NOT TRIM(tempo_minutos, ' ') IN ('', CHR(92) || 'N')
    ELSE FALSE
  END AS invalido_tempo_minutos,
  NOT nota_media IS NULL AND valor_nota_media IS NULL AS invalido_nota_media,
  CASE
    WHEN NOT numero_votos IS NULL AND valor_numero_votos IS NULL
    THEN NOT TRIM(numero_votos, ' ') IN ('', CHR(92) || 'N')
    ELSE FALSE
  END AS invalido_numero_votos,
  linhas
FROM valores

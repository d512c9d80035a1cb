WITH textos AS (
  SELECT
    CASE
      WHEN id_titulo LIKE ' %' OR id_titulo LIKE '% '
      THEN NULLIF(NULLIF(TRIM(id_titulo, ' '), CHR(92) || 'N'), '')
      ELSE id_titulo
    END AS id_titulo,
    CASE
      WHEN titulo_principal LIKE ' %' OR titulo_principal LIKE '% '
      THEN NULLIF(NULLIF(TRIM(titulo_principal, ' '), CHR(92) || 'N'), '')
      ELSE titulo_principal
    END AS titulo_principal,
    CASE
      WHEN titulo_original LIKE ' %' OR titulo_original LIKE '% '
      THEN NULLIF(NULLIF(TRIM(titulo_original, ' '), CHR(92) || 'N'), '')
      ELSE titulo_original
    END AS titulo_original,
    CASE
      WHEN ano_lancamento LIKE ' %' OR ano_lancamento LIKE '% '
      THEN NULLIF(NULLIF(TRIM(ano_lancamento, ' '), CHR(92) || 'N'), '')
      ELSE ano_lancamento
    END AS ano_lancamento,
    CASE
      WHEN tempo_minutos LIKE ' %' OR tempo_minutos LIKE '% '
      THEN NULLIF(NULLIF(TRIM(tempo_minutos, ' '), CHR(92) || 'N'), '')
      ELSE tempo_minutos
    END AS tempo_minutos,
    CASE
      WHEN generos LIKE ' %' OR generos LIKE '% '
      THEN NULLIF(NULLIF(TRIM(generos, ' '), CHR(92) || 'N'), '')
      ELSE generos
    END AS generos,
    CASE
      WHEN nota_media LIKE ' %' OR nota_media LIKE '% '
      THEN NULLIF(NULLIF(TRIM(nota_media, ' '), CHR(92) || 'N'), '')
      ELSE nota_media
    END AS nota_media,
    CASE
      WHEN numero_votos LIKE ' %' OR numero_votos LIKE '% '
      THEN NULLIF(NULLIF(TRIM(numero_votos, ' '), CHR(92) || 'N'), '')
      ELSE numero_votos
    END AS numero_votos,
    CASE
      WHEN papel LIKE ' %' OR papel LIKE '% '
      THEN NULLIF(NULLIF(TRIM(papel, ' '), CHR(92) || 'N'), '')
      ELSE papel
    END AS papel,
    CASE
      WHEN personagem LIKE ' %' OR personagem LIKE '% '
      THEN NULLIF(NULLIF(TRIM(personagem, ' '), CHR(92) || 'N'), '')
      ELSE personagem
    END AS personagem,
    CASE
      WHEN nome_artista LIKE ' %' OR nome_artista LIKE '% '
      THEN NULLIF(NULLIF(TRIM(nome_artista, ' '), CHR(92) || 'N'), '')
      ELSE nome_artista
    END AS nome_artista,
    CASE
      WHEN ano_nascimento LIKE ' %' OR ano_nascimento LIKE '% '
      THEN NULLIF(NULLIF(TRIM(ano_nascimento, ' '), CHR(92) || 'N'), '')
      ELSE ano_nascimento
    END AS ano_nascimento,
    CASE
      WHEN ano_falecimento LIKE ' %' OR ano_falecimento LIKE '% '
      THEN NULLIF(NULLIF(TRIM(ano_falecimento, ' '), CHR(92) || 'N'), '')
      ELSE ano_falecimento
    END AS ano_falecimento,
    CASE
      WHEN profissoes LIKE ' %' OR profissoes LIKE '% '
      THEN NULLIF(NULLIF(TRIM(profissoes, ' '), CHR(92) || 'N'), '')
      ELSE profissoes
    END AS profissoes,
    CASE
      WHEN titulos_conhecidos LIKE ' %' OR titulos_conhecidos LIKE '% '
      THEN NULLIF(NULLIF(TRIM(titulos_conhecidos, ' '), CHR(92) || 'N'), '')
      ELSE titulos_conhecidos
    END AS titulos_conhecidos
  FROM fonte_movies
  WHERE
    REGEXP_MATCHES(id_titulo, '^ *tt[0-9]{7,9} *$')
), formas AS (
  SELECT
    *,
    CASE
      WHEN REGEXP_MATCHES(ano_lancamento, '^[0-9]{1,9}$')
      THEN TRY_CAST(ano_lancamento AS INT)
    END AS forma_ano_lancamento,
    CASE
      WHEN REGEXP_MATCHES(tempo_minutos, '^[0-9]{1,9}$')
      THEN TRY_CAST(tempo_minutos AS INT)
    END AS forma_tempo_minutos,
    CASE
      WHEN REGEXP_MATCHES(nota_media, '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$')
      THEN TRY_CAST(nota_media AS DOUBLE)
    END AS forma_nota_media,
    CASE
      WHEN REGEXP_MATCHES(numero_votos, '^[0-9]{1,9}$')
      THEN TRY_CAST(numero_votos AS INT)
    END AS forma_numero_votos,
    CASE
      WHEN REGEXP_MATCHES(ano_nascimento, '^[0-9]{1,9}$')
      THEN TRY_CAST(ano_nascimento AS INT)
    END AS forma_ano_nascimento,
    CASE
      WHEN REGEXP_MATCHES(ano_falecimento, '^[0-9]{1,9}$')
      THEN TRY_CAST(ano_falecimento AS INT)
    END AS forma_ano_falecimento
  FROM textos
), valores AS (
  SELECT
    *,
    CASE
      WHEN forma_ano_lancamento >= 1870 AND forma_ano_lancamento <= 2100
      THEN forma_ano_lancamento
    END AS valor_ano_lancamento,
    CASE
      WHEN forma_tempo_minutos >= 1 AND forma_tempo_minutos <= 100000
      THEN forma_tempo_minutos
    END AS valor_tempo_minutos,
    CASE
      WHEN forma_nota_media >= 1 AND forma_nota_media <= 10
      THEN forma_nota_media
    END AS valor_nota_media,
    CASE WHEN forma_numero_votos >= 0 THEN forma_numero_votos END AS valor_numero_votos,
    CASE
      WHEN forma_ano_nascimento >= 1 AND forma_ano_nascimento <= 2100
      THEN forma_ano_nascimento
    END AS valor_ano_nascimento,
    CASE
      WHEN forma_ano_falecimento >= 1 AND forma_ano_falecimento <= 2100
      THEN forma_ano_falecimento
    END AS valor_ano_falecimento
  FROM formas
)
SELECT
  TRY_CAST('filme' AS TEXT) AS tipo,
  id_titulo,
  titulo_principal,
  titulo_original,
  valor_ano_lancamento AS ano_lancamento,
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
  papel,
  personagem,
  nome_artista,
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
  NOT ano_lancamento IS NULL AND valor_ano_lancamento IS NULL AS invalido_ano_lancamento,
  NOT tempo_minutos IS NULL AND valor_tempo_minutos IS NULL AS invalido_tempo_minutos,
  NOT nota_media IS NULL AND valor_nota_media IS NULL AS invalido_nota_media,
  NOT numero_votos IS NULL AND valor_numero_votos IS NULL AS invalido_numero_votos,
  NOT ano_nascimento IS NULL AND valor_ano_nascimento IS NULL AS invalido_ano_nascimento,
  NOT ano_falecimento IS NULL AND valor_ano_falecimento IS NULL AS invalido_ano_falecimento
FROM valores

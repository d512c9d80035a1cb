WITH textos AS (
  SELECT
    origem,
    texto,
    CASE
      WHEN TRIM(texto) = ''
      THEN 'linha_em_branco'
      WHEN ARRAY_LENGTH(campos) <> 16
      THEN 'numero_de_colunas'
      WHEN NOT REGEXP_MATCHES(TRIM(campos[1]), '^tt[0-9]{7,9}$')
      THEN 'id_invalido'
    END AS motivo,
    NULLIF(NULLIF(TRIM(campos[1]), CHR(92) || 'N'), '') AS id_titulo,
    NULLIF(NULLIF(TRIM(campos[2]), CHR(92) || 'N'), '') AS titulo_principal,
    NULLIF(NULLIF(TRIM(campos[3]), CHR(92) || 'N'), '') AS titulo_original,
    NULLIF(NULLIF(TRIM(campos[4]), CHR(92) || 'N'), '') AS ano_lancamento,
    NULLIF(NULLIF(TRIM(campos[5]), CHR(92) || 'N'), '') AS ano_termino,
    NULLIF(NULLIF(TRIM(campos[6]), CHR(92) || 'N'), '') AS tempo_minutos,
    CASE
      WHEN REGEXP_MATCHES(NULLIF(NULLIF(TRIM(campos[7]), CHR(92) || 'N'), ''), '^,|,$|,,|, | ,')
      THEN NULLIF(
        ARRAY_TO_STRING(
          LIST_FILTER(
            LIST_TRANSFORM(
              STR_SPLIT(NULLIF(NULLIF(TRIM(campos[7]), CHR(92) || 'N'), ''), ','),
              LAMBDA v : TRIM(v)
            ),
            LAMBDA v : v <> ''
          ),
          ','
        ),
        ''
      )
      ELSE NULLIF(NULLIF(TRIM(campos[7]), CHR(92) || 'N'), '')
    END AS generos,
    NULLIF(NULLIF(TRIM(campos[8]), CHR(92) || 'N'), '') AS nota_media,
    NULLIF(NULLIF(TRIM(campos[9]), CHR(92) || 'N'), '') AS numero_votos,
    NULLIF(NULLIF(TRIM(campos[10]), CHR(92) || 'N'), '') AS papel,
    NULLIF(NULLIF(TRIM(campos[11]), CHR(92) || 'N'), '') AS personagem,
    NULLIF(NULLIF(TRIM(campos[12]), CHR(92) || 'N'), '') AS nome_artista,
    NULLIF(NULLIF(TRIM(campos[13]), CHR(92) || 'N'), '') AS ano_nascimento,
    NULLIF(NULLIF(TRIM(campos[14]), CHR(92) || 'N'), '') AS ano_falecimento,
    CASE
      WHEN REGEXP_MATCHES(NULLIF(NULLIF(TRIM(campos[15]), CHR(92) || 'N'), ''), '^,|,$|,,|, | ,')
      THEN NULLIF(
        ARRAY_TO_STRING(
          LIST_FILTER(
            LIST_TRANSFORM(
              STR_SPLIT(NULLIF(NULLIF(TRIM(campos[15]), CHR(92) || 'N'), ''), ','),
              LAMBDA v : TRIM(v)
            ),
            LAMBDA v : v <> ''
          ),
          ','
        ),
        ''
      )
      ELSE NULLIF(NULLIF(TRIM(campos[15]), CHR(92) || 'N'), '')
    END AS profissoes,
    CASE
      WHEN REGEXP_MATCHES(NULLIF(NULLIF(TRIM(campos[16]), CHR(92) || 'N'), ''), '^,|,$|,,|, | ,')
      THEN NULLIF(
        ARRAY_TO_STRING(
          LIST_FILTER(
            LIST_TRANSFORM(
              STR_SPLIT(NULLIF(NULLIF(TRIM(campos[16]), CHR(92) || 'N'), ''), ','),
              LAMBDA v : TRIM(v)
            ),
            LAMBDA v : v <> ''
          ),
          ','
        ),
        ''
      )
      ELSE NULLIF(NULLIF(TRIM(campos[16]), CHR(92) || 'N'), '')
    END AS titulos_conhecidos
  FROM fonte_series
), valores AS (
  SELECT
    origem,
    texto,
    motivo,
    id_titulo,
    titulo_principal,
    titulo_original,
    ano_lancamento,
    ano_termino,
    tempo_minutos,
    generos,
    nota_media,
    numero_votos,
    papel,
    personagem,
    nome_artista,
    ano_nascimento,
    ano_falecimento,
    profissoes,
    titulos_conhecidos,
    CASE
      WHEN REGEXP_MATCHES(ano_lancamento, '^[0-9]{1,9}$')
      THEN TRY_CAST(ano_lancamento AS INT)
    END AS valor_ano_lancamento,
    CASE
      WHEN REGEXP_MATCHES(ano_termino, '^[0-9]{1,9}$')
      THEN TRY_CAST(ano_termino AS INT)
    END AS valor_ano_termino,
    CASE
      WHEN REGEXP_MATCHES(tempo_minutos, '^[0-9]{1,9}$')
      THEN TRY_CAST(tempo_minutos AS INT)
    END AS valor_tempo_minutos,
    CASE
      WHEN REGEXP_MATCHES(nota_media, '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$')
      THEN TRY_CAST(nota_media AS DOUBLE)
    END AS valor_nota_media,
    CASE
      WHEN REGEXP_MATCHES(numero_votos, '^[0-9]{1,9}$')
      THEN TRY_CAST(numero_votos AS INT)
    END AS valor_numero_votos,
    CASE
      WHEN REGEXP_MATCHES(ano_nascimento, '^[0-9]{1,9}$')
      THEN TRY_CAST(ano_nascimento AS INT)
    END AS valor_ano_nascimento,
    CASE
      WHEN REGEXP_MATCHES(ano_falecimento, '^[0-9]{1,9}$')
      THEN TRY_CAST(ano_falecimento AS INT)
    END AS valor_ano_falecimento
  FROM textos
)
SELECT
  TRY_CAST('serie' AS TEXT) AS tipo,
  origem,
  motivo,
  CASE WHEN NOT motivo IS NULL THEN texto END AS conteudo,
  id_titulo,
  titulo_principal,
  titulo_original,
  CASE
    WHEN valor_ano_lancamento >= 1870 AND valor_ano_lancamento <= 2100
    THEN valor_ano_lancamento
  END AS ano_lancamento,
  CASE
    WHEN valor_ano_termino >= 1870 AND valor_ano_termino <= 2100
    THEN valor_ano_termino
  END AS ano_termino,
  CASE
    WHEN valor_tempo_minutos >= 1 AND valor_tempo_minutos <= 100000
    THEN valor_tempo_minutos
  END AS tempo_minutos,
  generos,
  CASE
    WHEN valor_nota_media >= 1 AND valor_nota_media <= 10
    THEN valor_nota_media
  END AS nota_media,
  CASE WHEN valor_numero_votos >= 0 THEN valor_numero_votos END AS numero_votos,
  papel,
  personagem,
  nome_artista,
  CASE
    WHEN valor_ano_nascimento >= 1 AND valor_ano_nascimento <= 2100
    THEN valor_ano_nascimento
  END AS ano_nascimento,
  CASE
    WHEN valor_ano_falecimento >= 1 AND valor_ano_falecimento <= 2100
    THEN valor_ano_falecimento
  END AS ano_falecimento,
  profissoes,
  titulos_conhecidos,
  NOT ano_lancamento IS NULL
  AND NOT COALESCE(valor_ano_lancamento >= 1870 AND valor_ano_lancamento <= 2100, FALSE) AS invalido_ano_lancamento,
  NOT ano_termino IS NULL
  AND NOT COALESCE(valor_ano_termino >= 1870 AND valor_ano_termino <= 2100, FALSE) AS invalido_ano_termino,
  NOT tempo_minutos IS NULL
  AND NOT COALESCE(valor_tempo_minutos >= 1 AND valor_tempo_minutos <= 100000, FALSE) AS invalido_tempo_minutos,
  NOT nota_media IS NULL
  AND NOT COALESCE(valor_nota_media >= 1 AND valor_nota_media <= 10, FALSE) AS invalido_nota_media,
  NOT numero_votos IS NULL AND NOT COALESCE(valor_numero_votos >= 0, FALSE) AS invalido_numero_votos,
  NOT ano_nascimento IS NULL
  AND NOT COALESCE(valor_ano_nascimento >= 1 AND valor_ano_nascimento <= 2100, FALSE) AS invalido_ano_nascimento,
  NOT ano_falecimento IS NULL
  AND NOT COALESCE(valor_ano_falecimento >= 1 AND valor_ano_falecimento <= 2100, FALSE) AS invalido_ano_falecimento
FROM valores

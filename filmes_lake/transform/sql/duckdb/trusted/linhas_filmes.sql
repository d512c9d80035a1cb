WITH partes AS (
  SELECT
    origem,
    texto,
    ARRAY_LENGTH(campos) AS colunas,
    campos[1] AS id_titulo,
    campos[2] AS titulo_principal,
    campos[3] AS titulo_original,
    campos[4] AS ano_lancamento,
    campos[5] AS tempo_minutos,
    campos[6] AS generos,
    campos[7] AS nota_media,
    campos[8] AS numero_votos,
    campos[9] AS papel,
    campos[10] AS personagem,
    campos[11] AS nome_artista,
    campos[12] AS ano_nascimento,
    campos[13] AS ano_falecimento,
    campos[14] AS profissoes,
    campos[15] AS titulos_conhecidos
  FROM fonte_movies
), aparados AS (
  SELECT
    origem,
    texto,
    CASE
      WHEN NOT REGEXP_MATCHES(texto, '[^ ]')
      THEN 'linha_em_branco'
      WHEN colunas <> 15
      THEN 'numero_de_colunas'
      WHEN NOT REGEXP_MATCHES(id_titulo, '^ *tt[0-9]{7,9} *$')
      THEN 'id_invalido'
    END AS motivo,
    CASE
      WHEN id_titulo LIKE ' %' OR id_titulo LIKE '% '
      THEN TRIM(id_titulo, ' ')
      ELSE id_titulo
    END AS id_titulo,
    CASE
      WHEN titulo_principal LIKE ' %' OR titulo_principal LIKE '% '
      THEN TRIM(titulo_principal, ' ')
      ELSE titulo_principal
    END AS titulo_principal,
    CASE
      WHEN titulo_original LIKE ' %' OR titulo_original LIKE '% '
      THEN TRIM(titulo_original, ' ')
      ELSE titulo_original
    END AS titulo_original,
    CASE
      WHEN ano_lancamento LIKE ' %' OR ano_lancamento LIKE '% '
      THEN TRIM(ano_lancamento, ' ')
      ELSE ano_lancamento
    END AS ano_lancamento,
    CASE
      WHEN tempo_minutos LIKE ' %' OR tempo_minutos LIKE '% '
      THEN TRIM(tempo_minutos, ' ')
      ELSE tempo_minutos
    END AS tempo_minutos,
    CASE
      WHEN generos LIKE ' %' OR generos LIKE '% '
      THEN TRIM(generos, ' ')
      ELSE generos
    END AS generos,
    CASE
      WHEN nota_media LIKE ' %' OR nota_media LIKE '% '
      THEN TRIM(nota_media, ' ')
      ELSE nota_media
    END AS nota_media,
    CASE
      WHEN numero_votos LIKE ' %' OR numero_votos LIKE '% '
      THEN TRIM(numero_votos, ' ')
      ELSE numero_votos
    END AS numero_votos,
    CASE WHEN papel LIKE ' %' OR papel LIKE '% ' THEN TRIM(papel, ' ') ELSE papel END AS papel,
    CASE
      WHEN personagem LIKE ' %' OR personagem LIKE '% '
      THEN TRIM(personagem, ' ')
      ELSE personagem
    END AS personagem,
    CASE
      WHEN nome_artista LIKE ' %' OR nome_artista LIKE '% '
      THEN TRIM(nome_artista, ' ')
      ELSE nome_artista
    END AS nome_artista,
    CASE
      WHEN ano_nascimento LIKE ' %' OR ano_nascimento LIKE '% '
      THEN TRIM(ano_nascimento, ' ')
      ELSE ano_nascimento
    END AS ano_nascimento,
    CASE
      WHEN ano_falecimento LIKE ' %' OR ano_falecimento LIKE '% '
      THEN TRIM(ano_falecimento, ' ')
      ELSE ano_falecimento
    END AS ano_falecimento,
    CASE
      WHEN profissoes LIKE ' %' OR profissoes LIKE '% '
      THEN TRIM(profissoes, ' ')
      ELSE profissoes
    END AS profissoes,
    CASE
      WHEN titulos_conhecidos LIKE ' %' OR titulos_conhecidos LIKE '% '
      THEN TRIM(titulos_conhecidos, ' ')
      ELSE titulos_conhecidos
    END AS titulos_conhecidos
  FROM partes
), textos AS (
  SELECT
    origem,
    texto,
    motivo,
    NULLIF(NULLIF(id_titulo, CHR(92) || 'N'), '') AS id_titulo,
    NULLIF(NULLIF(titulo_principal, CHR(92) || 'N'), '') AS titulo_principal,
    NULLIF(NULLIF(titulo_original, CHR(92) || 'N'), '') AS titulo_original,
    NULLIF(NULLIF(ano_lancamento, CHR(92) || 'N'), '') AS ano_lancamento,
    NULLIF(NULLIF(tempo_minutos, CHR(92) || 'N'), '') AS tempo_minutos,
    CASE
      WHEN REGEXP_MATCHES(generos, '^,|,$|,,|, | ,')
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
      ELSE NULLIF(NULLIF(generos, CHR(92) || 'N'), '')
    END AS generos,
    NULLIF(NULLIF(nota_media, CHR(92) || 'N'), '') AS nota_media,
    NULLIF(NULLIF(numero_votos, CHR(92) || 'N'), '') AS numero_votos,
    NULLIF(NULLIF(papel, CHR(92) || 'N'), '') AS papel,
    NULLIF(NULLIF(personagem, CHR(92) || 'N'), '') AS personagem,
    NULLIF(NULLIF(nome_artista, CHR(92) || 'N'), '') AS nome_artista,
    NULLIF(NULLIF(ano_nascimento, CHR(92) || 'N'), '') AS ano_nascimento,
    NULLIF(NULLIF(ano_falecimento, CHR(92) || 'N'), '') AS ano_falecimento,
    CASE
      WHEN REGEXP_MATCHES(profissoes, '^,|,$|,,|, | ,')
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
      ELSE NULLIF(NULLIF(profissoes, CHR(92) || 'N'), '')
    END AS profissoes,
    CASE
      WHEN REGEXP_MATCHES(titulos_conhecidos, '^,|,$|,,|, | ,')
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
      ELSE NULLIF(NULLIF(titulos_conhecidos, CHR(92) || 'N'), '')
    END AS titulos_conhecidos
  FROM aparados
), valores AS (
  SELECT
    *,
    CASE
      WHEN REGEXP_MATCHES(ano_lancamento, '^[0-9]{1,9}$')
      THEN TRY_CAST(ano_lancamento AS INT)
    END AS valor_ano_lancamento,
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
  TRY_CAST('filme' AS TEXT) AS tipo,
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

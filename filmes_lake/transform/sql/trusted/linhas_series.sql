-- Made from filmes_lake/models by tools/generate.py: change the models, then run `make docs`.
WITH textos AS (
  SELECT
    CASE WHEN id_titulo LIKE ' %' OR id_titulo LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM id_titulo), CONCAT(CHR(92), 'N')), '') ELSE id_titulo END AS id_titulo,
    CASE WHEN titulo_principal LIKE ' %' OR titulo_principal LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM titulo_principal), CONCAT(CHR(92), 'N')), '') ELSE titulo_principal END AS titulo_principal,
    CASE WHEN titulo_original LIKE ' %' OR titulo_original LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM titulo_original), CONCAT(CHR(92), 'N')), '') ELSE titulo_original END AS titulo_original,
    CASE WHEN ano_lancamento LIKE ' %' OR ano_lancamento LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM ano_lancamento), CONCAT(CHR(92), 'N')), '') ELSE ano_lancamento END AS ano_lancamento,
    CASE WHEN ano_termino LIKE ' %' OR ano_termino LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM ano_termino), CONCAT(CHR(92), 'N')), '') ELSE ano_termino END AS ano_termino,
    CASE WHEN tempo_minutos LIKE ' %' OR tempo_minutos LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM tempo_minutos), CONCAT(CHR(92), 'N')), '') ELSE tempo_minutos END AS tempo_minutos,
    CASE WHEN generos LIKE ' %' OR generos LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM generos), CONCAT(CHR(92), 'N')), '') ELSE generos END AS generos,
    CASE WHEN nota_media LIKE ' %' OR nota_media LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM nota_media), CONCAT(CHR(92), 'N')), '') ELSE nota_media END AS nota_media,
    CASE WHEN numero_votos LIKE ' %' OR numero_votos LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM numero_votos), CONCAT(CHR(92), 'N')), '') ELSE numero_votos END AS numero_votos,
    CASE WHEN papel LIKE ' %' OR papel LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM papel), CONCAT(CHR(92), 'N')), '') ELSE papel END AS papel,
    CASE WHEN personagem LIKE ' %' OR personagem LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM personagem), CONCAT(CHR(92), 'N')), '') ELSE personagem END AS personagem,
    CASE WHEN nome_artista LIKE ' %' OR nome_artista LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM nome_artista), CONCAT(CHR(92), 'N')), '') ELSE nome_artista END AS nome_artista,
    CASE WHEN ano_nascimento LIKE ' %' OR ano_nascimento LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM ano_nascimento), CONCAT(CHR(92), 'N')), '') ELSE ano_nascimento END AS ano_nascimento,
    CASE WHEN ano_falecimento LIKE ' %' OR ano_falecimento LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM ano_falecimento), CONCAT(CHR(92), 'N')), '') ELSE ano_falecimento END AS ano_falecimento,
    CASE WHEN profissoes LIKE ' %' OR profissoes LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM profissoes), CONCAT(CHR(92), 'N')), '') ELSE profissoes END AS profissoes,
    CASE WHEN titulos_conhecidos LIKE ' %' OR titulos_conhecidos LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM titulos_conhecidos), CONCAT(CHR(92), 'N')), '') ELSE titulos_conhecidos END AS titulos_conhecidos
  FROM fonte_series
  WHERE id_titulo RLIKE '^ *tt[0-9]{7,9} *$'
),
formas AS (
  SELECT
    *,
    CASE WHEN ano_lancamento RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(ano_lancamento AS INT) END AS forma_ano_lancamento,
    CASE WHEN ano_termino RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(ano_termino AS INT) END AS forma_ano_termino,
    CASE WHEN tempo_minutos RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(tempo_minutos AS INT) END AS forma_tempo_minutos,
    CASE WHEN nota_media RLIKE '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$' THEN TRY_CAST(nota_media AS DOUBLE) END AS forma_nota_media,
    CASE WHEN numero_votos RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(numero_votos AS INT) END AS forma_numero_votos,
    CASE WHEN ano_nascimento RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(ano_nascimento AS INT) END AS forma_ano_nascimento,
    CASE WHEN ano_falecimento RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(ano_falecimento AS INT) END AS forma_ano_falecimento
  FROM textos
),
valores AS (
  SELECT
    *,
    CASE WHEN forma_ano_lancamento >= 1870 AND forma_ano_lancamento <= 2100 THEN forma_ano_lancamento END AS valor_ano_lancamento,
    CASE WHEN forma_ano_termino >= 1870 AND forma_ano_termino <= 2100 THEN forma_ano_termino END AS valor_ano_termino,
    CASE WHEN forma_tempo_minutos >= 1 AND forma_tempo_minutos <= 100000 THEN forma_tempo_minutos END AS valor_tempo_minutos,
    CASE WHEN forma_nota_media >= 1 AND forma_nota_media <= 10 THEN forma_nota_media END AS valor_nota_media,
    CASE WHEN forma_numero_votos >= 0 THEN forma_numero_votos END AS valor_numero_votos,
    CASE WHEN forma_ano_nascimento >= 1 AND forma_ano_nascimento <= 2100 THEN forma_ano_nascimento END AS valor_ano_nascimento,
    CASE WHEN forma_ano_falecimento >= 1 AND forma_ano_falecimento <= 2100 THEN forma_ano_falecimento END AS valor_ano_falecimento
  FROM formas
)
SELECT
  CAST('serie' AS STRING) AS tipo,
  id_titulo,
  titulo_principal,
  titulo_original,
  valor_ano_lancamento AS ano_lancamento,
  valor_ano_termino AS ano_termino,
  valor_tempo_minutos AS tempo_minutos,
  CASE WHEN generos LIKE '% %' OR generos LIKE '%,,%' OR generos LIKE ',%' OR generos LIKE '%,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(generos, ','), v -> TRIM(BOTH ' ' FROM v)), v -> v <> ''), ','), '') ELSE generos END AS generos,
  valor_nota_media AS nota_media,
  valor_numero_votos AS numero_votos,
  papel,
  personagem,
  nome_artista,
  valor_ano_nascimento AS ano_nascimento,
  valor_ano_falecimento AS ano_falecimento,
  CASE WHEN profissoes LIKE '% %' OR profissoes LIKE '%,,%' OR profissoes LIKE ',%' OR profissoes LIKE '%,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(profissoes, ','), v -> TRIM(BOTH ' ' FROM v)), v -> v <> ''), ','), '') ELSE profissoes END AS profissoes,
  CASE WHEN titulos_conhecidos LIKE '% %' OR titulos_conhecidos LIKE '%,,%' OR titulos_conhecidos LIKE ',%' OR titulos_conhecidos LIKE '%,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(titulos_conhecidos, ','), v -> TRIM(BOTH ' ' FROM v)), v -> v <> ''), ','), '') ELSE titulos_conhecidos END AS titulos_conhecidos,
  ano_lancamento IS NOT NULL AND valor_ano_lancamento IS NULL AS invalido_ano_lancamento,
  ano_termino IS NOT NULL AND valor_ano_termino IS NULL AS invalido_ano_termino,
  tempo_minutos IS NOT NULL AND valor_tempo_minutos IS NULL AS invalido_tempo_minutos,
  nota_media IS NOT NULL AND valor_nota_media IS NULL AS invalido_nota_media,
  numero_votos IS NOT NULL AND valor_numero_votos IS NULL AS invalido_numero_votos,
  ano_nascimento IS NOT NULL AND valor_ano_nascimento IS NULL AS invalido_ano_nascimento,
  ano_falecimento IS NOT NULL AND valor_ano_falecimento IS NULL AS invalido_ano_falecimento
FROM valores

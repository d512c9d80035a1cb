-- Made from filmes_lake/models by tools/generate.py: change the models, then run `make docs`.
WITH partes AS (
  SELECT
    origem,
    texto,
    SIZE(campos) AS colunas,
    TRY_ELEMENT_AT(campos, 1) AS id_titulo,
    TRY_ELEMENT_AT(campos, 2) AS titulo_principal,
    TRY_ELEMENT_AT(campos, 3) AS titulo_original,
    TRY_ELEMENT_AT(campos, 4) AS ano_lancamento,
    TRY_ELEMENT_AT(campos, 5) AS tempo_minutos,
    TRY_ELEMENT_AT(campos, 6) AS generos,
    TRY_ELEMENT_AT(campos, 7) AS nota_media,
    TRY_ELEMENT_AT(campos, 8) AS numero_votos,
    TRY_ELEMENT_AT(campos, 9) AS papel,
    TRY_ELEMENT_AT(campos, 10) AS personagem,
    TRY_ELEMENT_AT(campos, 11) AS nome_artista,
    TRY_ELEMENT_AT(campos, 12) AS ano_nascimento,
    TRY_ELEMENT_AT(campos, 13) AS ano_falecimento,
    TRY_ELEMENT_AT(campos, 14) AS profissoes,
    TRY_ELEMENT_AT(campos, 15) AS titulos_conhecidos
  FROM fonte_movies
),
textos AS (
  SELECT
    origem,
    texto,
    CASE
      WHEN colunas <> 15 THEN CASE WHEN texto RLIKE '[^ ]' THEN 'numero_de_colunas' ELSE 'linha_em_branco' END
      WHEN NOT id_titulo RLIKE '^ *tt[0-9]{7,9} *(?!(?s:.))' THEN 'id_invalido'
    END AS motivo,
    CASE WHEN id_titulo LIKE ' %' OR id_titulo LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM id_titulo), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(id_titulo, CONCAT(CHR(92), 'N')), '') END AS id_titulo,
    CASE WHEN titulo_principal LIKE ' %' OR titulo_principal LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM titulo_principal), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(titulo_principal, CONCAT(CHR(92), 'N')), '') END AS titulo_principal,
    CASE WHEN titulo_original LIKE ' %' OR titulo_original LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM titulo_original), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(titulo_original, CONCAT(CHR(92), 'N')), '') END AS titulo_original,
    NULLIF(ano_lancamento, CONCAT(CHR(92), 'N')) AS ano_lancamento,
    NULLIF(tempo_minutos, CONCAT(CHR(92), 'N')) AS tempo_minutos,
    CASE WHEN generos LIKE ' %' OR generos LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM generos), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(generos, CONCAT(CHR(92), 'N')), '') END AS generos,
    CASE WHEN nota_media LIKE ' %' OR nota_media LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM nota_media), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(nota_media, CONCAT(CHR(92), 'N')), '') END AS nota_media,
    NULLIF(numero_votos, CONCAT(CHR(92), 'N')) AS numero_votos,
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
    CASE WHEN CAST(TRY_CAST(ano_lancamento AS INT) AS STRING) = ano_lancamento THEN TRY_CAST(ano_lancamento AS INT) WHEN ano_lancamento RLIKE '^ *[0-9]{1,9} *(?!(?s:.))' THEN TRY_CAST(TRIM(BOTH ' ' FROM ano_lancamento) AS INT) END AS forma_ano_lancamento,
    CASE WHEN CAST(TRY_CAST(tempo_minutos AS INT) AS STRING) = tempo_minutos THEN TRY_CAST(tempo_minutos AS INT) WHEN tempo_minutos RLIKE '^ *[0-9]{1,9} *(?!(?s:.))' THEN TRY_CAST(TRIM(BOTH ' ' FROM tempo_minutos) AS INT) END AS forma_tempo_minutos,
    CASE WHEN nota_media RLIKE '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?(?!(?s:.))' THEN TRY_CAST(nota_media AS DOUBLE) END AS forma_nota_media,
    CASE WHEN CAST(TRY_CAST(numero_votos AS INT) AS STRING) = numero_votos THEN TRY_CAST(numero_votos AS INT) WHEN numero_votos RLIKE '^ *[0-9]{1,9} *(?!(?s:.))' THEN TRY_CAST(TRIM(BOTH ' ' FROM numero_votos) AS INT) END AS forma_numero_votos,
    CASE WHEN CAST(TRY_CAST(ano_nascimento AS INT) AS STRING) = ano_nascimento THEN TRY_CAST(ano_nascimento AS INT) WHEN ano_nascimento RLIKE '^ *[0-9]{1,9} *(?!(?s:.))' THEN TRY_CAST(TRIM(BOTH ' ' FROM ano_nascimento) AS INT) END AS forma_ano_nascimento,
    CASE WHEN CAST(TRY_CAST(ano_falecimento AS INT) AS STRING) = ano_falecimento THEN TRY_CAST(ano_falecimento AS INT) WHEN ano_falecimento RLIKE '^ *[0-9]{1,9} *(?!(?s:.))' THEN TRY_CAST(TRIM(BOTH ' ' FROM ano_falecimento) AS INT) END AS forma_ano_falecimento
  FROM textos
),
valores AS (
  SELECT
    *,
    CASE WHEN forma_ano_lancamento >= 1870 AND forma_ano_lancamento <= 2100 THEN forma_ano_lancamento END AS valor_ano_lancamento,
    CASE WHEN forma_tempo_minutos >= 1 AND forma_tempo_minutos <= 100000 THEN forma_tempo_minutos END AS valor_tempo_minutos,
    CASE WHEN forma_nota_media >= 1 AND forma_nota_media <= 10 THEN forma_nota_media END AS valor_nota_media,
    CASE WHEN forma_numero_votos >= 0 THEN forma_numero_votos END AS valor_numero_votos,
    CASE WHEN forma_ano_nascimento >= 1 AND forma_ano_nascimento <= 2100 THEN forma_ano_nascimento END AS valor_ano_nascimento,
    CASE WHEN forma_ano_falecimento >= 1 AND forma_ano_falecimento <= 2100 THEN forma_ano_falecimento END AS valor_ano_falecimento
  FROM formas
)
SELECT
  CAST('filme' AS STRING) AS tipo,
  motivo,
  CASE WHEN motivo IS NOT NULL THEN origem END AS origem,
  CASE WHEN motivo IS NOT NULL THEN texto END AS conteudo,
  id_titulo,
  titulo_principal,
  titulo_original,
  valor_ano_lancamento AS ano_lancamento,
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
  CASE WHEN ano_lancamento IS NOT NULL AND valor_ano_lancamento IS NULL THEN TRIM(BOTH ' ' FROM ano_lancamento) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_ano_lancamento,
  CASE WHEN tempo_minutos IS NOT NULL AND valor_tempo_minutos IS NULL THEN TRIM(BOTH ' ' FROM tempo_minutos) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_tempo_minutos,
  nota_media IS NOT NULL AND valor_nota_media IS NULL AS invalido_nota_media,
  CASE WHEN numero_votos IS NOT NULL AND valor_numero_votos IS NULL THEN TRIM(BOTH ' ' FROM numero_votos) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_numero_votos,
  CASE WHEN ano_nascimento IS NOT NULL AND valor_ano_nascimento IS NULL THEN TRIM(BOTH ' ' FROM ano_nascimento) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_ano_nascimento,
  CASE WHEN ano_falecimento IS NOT NULL AND valor_ano_falecimento IS NULL THEN TRIM(BOTH ' ' FROM ano_falecimento) NOT IN ('', CONCAT(CHR(92), 'N')) ELSE FALSE END AS invalido_ano_falecimento
FROM valores

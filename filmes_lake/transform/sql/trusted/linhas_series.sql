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
    TRY_ELEMENT_AT(campos, 5) AS ano_termino,
    TRY_ELEMENT_AT(campos, 6) AS tempo_minutos,
    TRY_ELEMENT_AT(campos, 7) AS generos,
    TRY_ELEMENT_AT(campos, 8) AS nota_media,
    TRY_ELEMENT_AT(campos, 9) AS numero_votos,
    TRY_ELEMENT_AT(campos, 10) AS papel,
    TRY_ELEMENT_AT(campos, 11) AS personagem,
    TRY_ELEMENT_AT(campos, 12) AS nome_artista,
    TRY_ELEMENT_AT(campos, 13) AS ano_nascimento,
    TRY_ELEMENT_AT(campos, 14) AS ano_falecimento,
    TRY_ELEMENT_AT(campos, 15) AS profissoes,
    TRY_ELEMENT_AT(campos, 16) AS titulos_conhecidos
  FROM fonte_series
),
aparados AS (
  SELECT
    origem,
    texto,
    CASE
      WHEN NOT texto RLIKE '[^ ]' THEN 'linha_em_branco'
      WHEN colunas <> 16 THEN 'numero_de_colunas'
      WHEN NOT id_titulo RLIKE '^ *tt[0-9]{7,9} *$' THEN 'id_invalido'
    END AS motivo,
    CASE WHEN id_titulo LIKE ' %' OR id_titulo LIKE '% ' THEN TRIM(BOTH ' ' FROM id_titulo) ELSE id_titulo END AS id_titulo,
    CASE WHEN titulo_principal LIKE ' %' OR titulo_principal LIKE '% ' THEN TRIM(BOTH ' ' FROM titulo_principal) ELSE titulo_principal END AS titulo_principal,
    CASE WHEN titulo_original LIKE ' %' OR titulo_original LIKE '% ' THEN TRIM(BOTH ' ' FROM titulo_original) ELSE titulo_original END AS titulo_original,
    CASE WHEN ano_lancamento LIKE ' %' OR ano_lancamento LIKE '% ' THEN TRIM(BOTH ' ' FROM ano_lancamento) ELSE ano_lancamento END AS ano_lancamento,
    CASE WHEN ano_termino LIKE ' %' OR ano_termino LIKE '% ' THEN TRIM(BOTH ' ' FROM ano_termino) ELSE ano_termino END AS ano_termino,
    CASE WHEN tempo_minutos LIKE ' %' OR tempo_minutos LIKE '% ' THEN TRIM(BOTH ' ' FROM tempo_minutos) ELSE tempo_minutos END AS tempo_minutos,
    CASE WHEN generos LIKE ' %' OR generos LIKE '% ' THEN TRIM(BOTH ' ' FROM generos) ELSE generos END AS generos,
    CASE WHEN nota_media LIKE ' %' OR nota_media LIKE '% ' THEN TRIM(BOTH ' ' FROM nota_media) ELSE nota_media END AS nota_media,
    CASE WHEN numero_votos LIKE ' %' OR numero_votos LIKE '% ' THEN TRIM(BOTH ' ' FROM numero_votos) ELSE numero_votos END AS numero_votos,
    CASE WHEN papel LIKE ' %' OR papel LIKE '% ' THEN TRIM(BOTH ' ' FROM papel) ELSE papel END AS papel,
    CASE WHEN personagem LIKE ' %' OR personagem LIKE '% ' THEN TRIM(BOTH ' ' FROM personagem) ELSE personagem END AS personagem,
    CASE WHEN nome_artista LIKE ' %' OR nome_artista LIKE '% ' THEN TRIM(BOTH ' ' FROM nome_artista) ELSE nome_artista END AS nome_artista,
    CASE WHEN ano_nascimento LIKE ' %' OR ano_nascimento LIKE '% ' THEN TRIM(BOTH ' ' FROM ano_nascimento) ELSE ano_nascimento END AS ano_nascimento,
    CASE WHEN ano_falecimento LIKE ' %' OR ano_falecimento LIKE '% ' THEN TRIM(BOTH ' ' FROM ano_falecimento) ELSE ano_falecimento END AS ano_falecimento,
    CASE WHEN profissoes LIKE ' %' OR profissoes LIKE '% ' THEN TRIM(BOTH ' ' FROM profissoes) ELSE profissoes END AS profissoes,
    CASE WHEN titulos_conhecidos LIKE ' %' OR titulos_conhecidos LIKE '% ' THEN TRIM(BOTH ' ' FROM titulos_conhecidos) ELSE titulos_conhecidos END AS titulos_conhecidos
  FROM partes
),
textos AS (
  SELECT
    origem,
    texto,
    motivo,
    NULLIF(NULLIF(id_titulo, CONCAT(CHR(92), 'N')), '') AS id_titulo,
    NULLIF(NULLIF(titulo_principal, CONCAT(CHR(92), 'N')), '') AS titulo_principal,
    NULLIF(NULLIF(titulo_original, CONCAT(CHR(92), 'N')), '') AS titulo_original,
    NULLIF(NULLIF(ano_lancamento, CONCAT(CHR(92), 'N')), '') AS ano_lancamento,
    NULLIF(NULLIF(ano_termino, CONCAT(CHR(92), 'N')), '') AS ano_termino,
    NULLIF(NULLIF(tempo_minutos, CONCAT(CHR(92), 'N')), '') AS tempo_minutos,
    CASE WHEN generos RLIKE '^,|,$|,,|, | ,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(generos, ','), v -> TRIM(BOTH ' ' FROM v)), v -> v <> ''), ','), '') ELSE NULLIF(NULLIF(generos, CONCAT(CHR(92), 'N')), '') END AS generos,
    NULLIF(NULLIF(nota_media, CONCAT(CHR(92), 'N')), '') AS nota_media,
    NULLIF(NULLIF(numero_votos, CONCAT(CHR(92), 'N')), '') AS numero_votos,
    NULLIF(NULLIF(papel, CONCAT(CHR(92), 'N')), '') AS papel,
    NULLIF(NULLIF(personagem, CONCAT(CHR(92), 'N')), '') AS personagem,
    NULLIF(NULLIF(nome_artista, CONCAT(CHR(92), 'N')), '') AS nome_artista,
    NULLIF(NULLIF(ano_nascimento, CONCAT(CHR(92), 'N')), '') AS ano_nascimento,
    NULLIF(NULLIF(ano_falecimento, CONCAT(CHR(92), 'N')), '') AS ano_falecimento,
    CASE WHEN profissoes RLIKE '^,|,$|,,|, | ,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(profissoes, ','), v -> TRIM(BOTH ' ' FROM v)), v -> v <> ''), ','), '') ELSE NULLIF(NULLIF(profissoes, CONCAT(CHR(92), 'N')), '') END AS profissoes,
    CASE WHEN titulos_conhecidos RLIKE '^,|,$|,,|, | ,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(titulos_conhecidos, ','), v -> TRIM(BOTH ' ' FROM v)), v -> v <> ''), ','), '') ELSE NULLIF(NULLIF(titulos_conhecidos, CONCAT(CHR(92), 'N')), '') END AS titulos_conhecidos
  FROM aparados
),
valores AS (
  SELECT
    *,
    CASE WHEN ano_lancamento RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(ano_lancamento AS INT) END AS valor_ano_lancamento,
    CASE WHEN ano_termino RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(ano_termino AS INT) END AS valor_ano_termino,
    CASE WHEN tempo_minutos RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(tempo_minutos AS INT) END AS valor_tempo_minutos,
    CASE WHEN nota_media RLIKE '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$' THEN TRY_CAST(nota_media AS DOUBLE) END AS valor_nota_media,
    CASE WHEN numero_votos RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(numero_votos AS INT) END AS valor_numero_votos,
    CASE WHEN ano_nascimento RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(ano_nascimento AS INT) END AS valor_ano_nascimento,
    CASE WHEN ano_falecimento RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(ano_falecimento AS INT) END AS valor_ano_falecimento
  FROM textos
)
SELECT
  CAST('serie' AS STRING) AS tipo,
  origem,
  motivo,
  CASE WHEN motivo IS NOT NULL THEN texto END AS conteudo,
  id_titulo,
  titulo_principal,
  titulo_original,
  CASE WHEN valor_ano_lancamento >= 1870 AND valor_ano_lancamento <= 2100 THEN valor_ano_lancamento END AS ano_lancamento,
  CASE WHEN valor_ano_termino >= 1870 AND valor_ano_termino <= 2100 THEN valor_ano_termino END AS ano_termino,
  CASE WHEN valor_tempo_minutos >= 1 AND valor_tempo_minutos <= 100000 THEN valor_tempo_minutos END AS tempo_minutos,
  generos,
  CASE WHEN valor_nota_media >= 1 AND valor_nota_media <= 10 THEN valor_nota_media END AS nota_media,
  CASE WHEN valor_numero_votos >= 0 THEN valor_numero_votos END AS numero_votos,
  papel,
  personagem,
  nome_artista,
  CASE WHEN valor_ano_nascimento >= 1 AND valor_ano_nascimento <= 2100 THEN valor_ano_nascimento END AS ano_nascimento,
  CASE WHEN valor_ano_falecimento >= 1 AND valor_ano_falecimento <= 2100 THEN valor_ano_falecimento END AS ano_falecimento,
  profissoes,
  titulos_conhecidos,
  ano_lancamento IS NOT NULL AND NOT COALESCE(valor_ano_lancamento >= 1870 AND valor_ano_lancamento <= 2100, FALSE) AS invalido_ano_lancamento,
  ano_termino IS NOT NULL AND NOT COALESCE(valor_ano_termino >= 1870 AND valor_ano_termino <= 2100, FALSE) AS invalido_ano_termino,
  tempo_minutos IS NOT NULL AND NOT COALESCE(valor_tempo_minutos >= 1 AND valor_tempo_minutos <= 100000, FALSE) AS invalido_tempo_minutos,
  nota_media IS NOT NULL AND NOT COALESCE(valor_nota_media >= 1 AND valor_nota_media <= 10, FALSE) AS invalido_nota_media,
  numero_votos IS NOT NULL AND NOT COALESCE(valor_numero_votos >= 0, FALSE) AS invalido_numero_votos,
  ano_nascimento IS NOT NULL AND NOT COALESCE(valor_ano_nascimento >= 1 AND valor_ano_nascimento <= 2100, FALSE) AS invalido_ano_nascimento,
  ano_falecimento IS NOT NULL AND NOT COALESCE(valor_ano_falecimento >= 1 AND valor_ano_falecimento <= 2100, FALSE) AS invalido_ano_falecimento
FROM valores

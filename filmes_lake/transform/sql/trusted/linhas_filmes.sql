-- Made from filmes_lake/models by tools/generate.py: change the models, then run `make docs`.
WITH textos AS (
  SELECT
    origem,
    texto,
    CASE
        WHEN TRIM(texto) = '' THEN 'linha_em_branco'
        WHEN SIZE(campos) <> 15 THEN 'numero_de_colunas'
        WHEN NOT TRIM(campos[0]) RLIKE '^tt[0-9]{7,9}$' THEN 'id_invalido'
      END AS motivo,
    NULLIF(NULLIF(TRIM(campos[0]), CONCAT(CHR(92), 'N')), '') AS id_titulo,
    NULLIF(NULLIF(TRIM(campos[1]), CONCAT(CHR(92), 'N')), '') AS titulo_principal,
    NULLIF(NULLIF(TRIM(campos[2]), CONCAT(CHR(92), 'N')), '') AS titulo_original,
    NULLIF(NULLIF(TRIM(campos[3]), CONCAT(CHR(92), 'N')), '') AS ano_lancamento,
    NULLIF(NULLIF(TRIM(campos[4]), CONCAT(CHR(92), 'N')), '') AS tempo_minutos,
    CASE WHEN NULLIF(NULLIF(TRIM(campos[5]), CONCAT(CHR(92), 'N')), '') RLIKE '^,|,$|,,|, | ,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(NULLIF(NULLIF(TRIM(campos[5]), CONCAT(CHR(92), 'N')), ''), ','), v -> TRIM(v)), v -> v <> ''), ','), '') ELSE NULLIF(NULLIF(TRIM(campos[5]), CONCAT(CHR(92), 'N')), '') END AS generos,
    NULLIF(NULLIF(TRIM(campos[6]), CONCAT(CHR(92), 'N')), '') AS nota_media,
    NULLIF(NULLIF(TRIM(campos[7]), CONCAT(CHR(92), 'N')), '') AS numero_votos,
    NULLIF(NULLIF(TRIM(campos[8]), CONCAT(CHR(92), 'N')), '') AS papel,
    NULLIF(NULLIF(TRIM(campos[9]), CONCAT(CHR(92), 'N')), '') AS personagem,
    NULLIF(NULLIF(TRIM(campos[10]), CONCAT(CHR(92), 'N')), '') AS nome_artista,
    NULLIF(NULLIF(TRIM(campos[11]), CONCAT(CHR(92), 'N')), '') AS ano_nascimento,
    NULLIF(NULLIF(TRIM(campos[12]), CONCAT(CHR(92), 'N')), '') AS ano_falecimento,
    CASE WHEN NULLIF(NULLIF(TRIM(campos[13]), CONCAT(CHR(92), 'N')), '') RLIKE '^,|,$|,,|, | ,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(NULLIF(NULLIF(TRIM(campos[13]), CONCAT(CHR(92), 'N')), ''), ','), v -> TRIM(v)), v -> v <> ''), ','), '') ELSE NULLIF(NULLIF(TRIM(campos[13]), CONCAT(CHR(92), 'N')), '') END AS profissoes,
    CASE WHEN NULLIF(NULLIF(TRIM(campos[14]), CONCAT(CHR(92), 'N')), '') RLIKE '^,|,$|,,|, | ,' THEN NULLIF(ARRAY_JOIN(FILTER(TRANSFORM(SPLIT(NULLIF(NULLIF(TRIM(campos[14]), CONCAT(CHR(92), 'N')), ''), ','), v -> TRIM(v)), v -> v <> ''), ','), '') ELSE NULLIF(NULLIF(TRIM(campos[14]), CONCAT(CHR(92), 'N')), '') END AS titulos_conhecidos
  FROM fonte_movies
),
valores AS (
  SELECT
    origem,
    texto,
    motivo,
    id_titulo,
    titulo_principal,
    titulo_original,
    ano_lancamento,
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
    CASE WHEN ano_lancamento RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(ano_lancamento AS INT) END AS valor_ano_lancamento,
    CASE WHEN tempo_minutos RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(tempo_minutos AS INT) END AS valor_tempo_minutos,
    CASE WHEN nota_media RLIKE '^[0-9]{1,15}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$' THEN TRY_CAST(nota_media AS DOUBLE) END AS valor_nota_media,
    CASE WHEN numero_votos RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(numero_votos AS INT) END AS valor_numero_votos,
    CASE WHEN ano_nascimento RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(ano_nascimento AS INT) END AS valor_ano_nascimento,
    CASE WHEN ano_falecimento RLIKE '^[0-9]{1,9}$' THEN TRY_CAST(ano_falecimento AS INT) END AS valor_ano_falecimento
  FROM textos
)
SELECT
  CAST('filme' AS STRING) AS tipo,
  origem,
  motivo,
  CASE WHEN motivo IS NOT NULL THEN texto END AS conteudo,
  id_titulo,
  titulo_principal,
  titulo_original,
  CASE WHEN valor_ano_lancamento >= 1870 AND valor_ano_lancamento <= 2100 THEN valor_ano_lancamento END AS ano_lancamento,
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
  tempo_minutos IS NOT NULL AND NOT COALESCE(valor_tempo_minutos >= 1 AND valor_tempo_minutos <= 100000, FALSE) AS invalido_tempo_minutos,
  nota_media IS NOT NULL AND NOT COALESCE(valor_nota_media >= 1 AND valor_nota_media <= 10, FALSE) AS invalido_nota_media,
  numero_votos IS NOT NULL AND NOT COALESCE(valor_numero_votos >= 0, FALSE) AS invalido_numero_votos,
  ano_nascimento IS NOT NULL AND NOT COALESCE(valor_ano_nascimento >= 1 AND valor_ano_nascimento <= 2100, FALSE) AS invalido_ano_nascimento,
  ano_falecimento IS NOT NULL AND NOT COALESCE(valor_ano_falecimento >= 1 AND valor_ano_falecimento <= 2100, FALSE) AS invalido_ano_falecimento
FROM valores

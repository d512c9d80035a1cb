WITH partes AS (
  SELECT
    campos[1] AS id_titulo,
    campos[2] AS ordem,
    campos[3] AS id_artista,
    campos[4] AS papel,
    campos[5] AS trabalho,
    campos[6] AS personagem,
    origem,
    texto,
    ARRAY_LENGTH(campos) AS colunas
  FROM fonte_imdb_title_principals
), algarismos AS (
  SELECT
    *,
    TRY_CAST('1' || SUBSTRING(id_titulo, 3) AS INT) AS algarismos_id_titulo
  FROM partes
), textos AS (
  SELECT
    origem,
    texto,
    colunas,
    CASE
      WHEN id_titulo LIKE 'tt%'
      AND LENGTH(id_titulo) = CASE
        WHEN algarismos_id_titulo BETWEEN 10000000 AND 19999999
        THEN 9
        WHEN algarismos_id_titulo BETWEEN 110000000 AND 199999999
        THEN 10
        WHEN algarismos_id_titulo BETWEEN 1100000000 AND 1999999999
        THEN 11
      END
      THEN CASE
        WHEN algarismos_id_titulo % 100 <> 0
        THEN algarismos_id_titulo
        WHEN NOT (
          id_titulo LIKE '%e%' OR id_titulo LIKE '%E%'
        )
        THEN algarismos_id_titulo
      END
    END AS numero,
    id_titulo,
    NULLIF(ordem, CHR(92) || 'N') AS ordem,
    id_artista,
    papel,
    trabalho,
    personagem
  FROM algarismos
), formas AS (
  SELECT
    *,
    CASE
      WHEN CAST(TRY_CAST(ordem AS INT) AS TEXT) = ordem
      THEN TRY_CAST(ordem AS INT)
      WHEN REGEXP_MATCHES(ordem, '^ *[0-9]{1,19}([.][0-9]{1,18})?([eE][+]?[01]?[0-9])? *$')
      THEN CASE
        WHEN TRY_CAST(TRIM(ordem, ' ') AS DECIMAL(38, 18)) = FLOOR(TRY_CAST(TRIM(ordem, ' ') AS DECIMAL(38, 18)))
        THEN TRY_CAST(TRY_CAST(TRIM(ordem, ' ') AS DECIMAL(38, 18)) AS INT)
      END
    END AS forma_ordem
  FROM textos
), valores AS (
  SELECT
    *,
    CASE WHEN forma_ordem >= 0 THEN forma_ordem END AS valor_ordem
  FROM formas
), linhas AS (
  SELECT
    *,
    CASE
      WHEN colunas <> 6
      THEN CASE
        WHEN texto LIKE 'bytes_invalidos %'
        THEN 'bytes_invalidos'
        WHEN REGEXP_MATCHES(texto, '[^ ]')
        THEN 'numero_de_colunas'
        ELSE 'linha_em_branco'
      END
      WHEN numero IS NULL
      THEN 'id_invalido'
      WHEN NOT REGEXP_MATCHES(id_artista, '^nm([0-9]{7}|[1-9][0-9]{7,8})$')
      THEN 'id_invalido'
      WHEN valor_ordem IS NULL
      THEN 'id_invalido'
    END AS motivo
  FROM valores
), casas AS (
  SELECT
    *,
    numero >> 5 AS bloco,
    (
      numero & 31
    ) AS casa
  FROM linhas
)
SELECT
  l.motivo,
  CASE WHEN NOT l.motivo IS NULL THEN l.origem END AS origem,
  CASE
    WHEN NOT l.motivo IS NULL
    OR COALESCE((
      (
        (
          m.filmes | m.series
        ) >> l.casa
      ) & 1
    ) = 1, FALSE)
    THEN l.texto
  END AS conteudo,
  CASE WHEN l.motivo IS NULL THEN l.numero END AS numero,
  CASE WHEN l.motivo IS NULL THEN l.valor_ordem END AS ordem,
  CASE
    WHEN NOT l.motivo IS NULL
    THEN NULL
    WHEN l.personagem LIKE '["%"]'
    THEN TRUE
    WHEN NOT l.personagem IN ('', '[]', CHR(92) || 'N')
    THEN FALSE
  END AS personagem_valido
FROM casas AS l
LEFT JOIN imdb_marcas AS m
  ON m.bloco = l.bloco

WITH casas AS (
  SELECT
    numero,
    ordem,
    conteudo,
    numero >> 5 AS bloco,
    (
      numero & 31
    ) AS casa
  FROM imdb_creditos_lidos
  WHERE
    motivo IS NULL AND NOT conteudo IS NULL
), dos_titulos AS (
  SELECT
    l.*,
    CASE
      WHEN COALESCE((
        (
          m.filmes >> l.casa
        ) & 1
      ) = 1, FALSE)
      THEN 'filme'
      WHEN COALESCE((
        (
          m.series >> l.casa
        ) & 1
      ) = 1, FALSE)
      THEN 'serie'
    END AS tipo,
    COALESCE((
      (
        m.conhecidos >> l.casa
      ) & 1
    ) = 1, FALSE) AS conhecido
  FROM casas AS l
  LEFT JOIN imdb_marcas AS m
    ON m.bloco = l.bloco
), divididas AS (
  SELECT
    l.numero,
    l.ordem AS lugar,
    l.tipo,
    NOT r.numero IS NULL AS repetida,
    STR_SPLIT(l.conteudo, '	') AS campos
  FROM dos_titulos AS l
  LEFT JOIN imdb_creditos_repetidos AS r
    ON r.numero = l.numero AND r.ordem = l.ordem
  WHERE
    NOT l.tipo IS NULL
), partes AS (
  SELECT
    numero,
    lugar,
    tipo,
    repetida,
    campos[1] AS id_titulo,
    campos[2] AS ordem,
    campos[3] AS id_artista,
    campos[4] AS papel,
    campos[5] AS trabalho,
    campos[6] AS personagem
  FROM divididas
), lidos AS (
  SELECT
    numero,
    lugar AS ordem,
    repetida,
    TRY_CAST('1' || SUBSTRING(id_artista, 3) AS INT) AS pessoa,
    tipo,
    id_titulo,
    id_artista,
    CASE
      WHEN papel LIKE ' %' OR papel LIKE '% '
      THEN NULLIF(NULLIF(TRIM(papel, ' '), CHR(92) || 'N'), '')
      ELSE NULLIF(NULLIF(papel, CHR(92) || 'N'), '')
    END AS papel,
    CASE
      WHEN trabalho LIKE ' %' OR trabalho LIKE '% '
      THEN NULLIF(NULLIF(TRIM(trabalho, ' '), CHR(92) || 'N'), '')
      ELSE NULLIF(NULLIF(trabalho, CHR(92) || 'N'), '')
    END AS trabalho,
    CASE
      WHEN personagem LIKE '["%"]'
      THEN REPLACE(REPLACE(personagem, CHR(92) || CHR(92), CHR(2)), CHR(92) || '"', CHR(1))
    END AS nomes
  FROM partes
), em_fila AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY numero, ordem
      ORDER BY pessoa NULLS FIRST, COALESCE(papel, '') NULLS FIRST, COALESCE(trabalho, '') NULLS FIRST, COALESCE(nomes, '') NULLS FIRST
    ) AS posicao
  FROM lidos
  WHERE
    repetida
), todos AS (
  SELECT
    ordem,
    pessoa,
    tipo,
    id_titulo,
    id_artista,
    papel,
    trabalho,
    nomes
  FROM lidos
  WHERE
    NOT repetida
  UNION ALL
  SELECT
    ordem,
    pessoa,
    tipo,
    id_titulo,
    id_artista,
    papel,
    trabalho,
    nomes
  FROM em_fila
  WHERE
    posicao = 1
)
SELECT
  tipo,
  id_titulo,
  id_artista,
  pessoa,
  papel,
  ordem,
  trabalho,
  NULLIF(
    REPLACE(
      REPLACE(REPLACE(SUBSTRING(nomes, 3, LENGTH(nomes) - 4), '","', ' / '), CHR(1), '"'),
      CHR(2),
      CHR(92)
    ),
    ''
  ) AS personagem
FROM todos

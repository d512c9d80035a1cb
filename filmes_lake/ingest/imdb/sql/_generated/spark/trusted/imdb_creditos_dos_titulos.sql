-- Made from trusted/imdb_creditos_dos_titulos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- The credits of title.principals that are taken: of the lines of one place that whose person has the smallest id.
WITH casas AS (
  SELECT numero, ordem, conteudo, SHIFTRIGHT(numero, 5) AS bloco, (numero & 31) AS casa
  FROM imdb_creditos_lidos
  WHERE motivo IS NULL AND conteudo IS NOT NULL
),
dos_titulos AS (
  SELECT
    l.*,
    CASE
      WHEN COALESCE(((SHIFTRIGHT(m.filmes, l.casa)) & 1) = 1, FALSE) THEN 'filme'
      WHEN COALESCE(((SHIFTRIGHT(m.series, l.casa)) & 1) = 1, FALSE) THEN 'serie'
    END AS tipo,
    COALESCE(((SHIFTRIGHT(m.conhecidos, l.casa)) & 1) = 1, FALSE) AS conhecido
  FROM casas AS l
  LEFT JOIN imdb_marcas AS m ON m.bloco = l.bloco
),
divididas AS (
  SELECT
    l.numero,
    l.ordem AS lugar,
    l.tipo,
    -- Told before lines are taken apart, so that each is taken apart once.
    r.numero IS NOT NULL AS repetida,
    SPLIT(l.conteudo, '	') AS campos
  FROM dos_titulos AS l
  LEFT JOIN imdb_creditos_repetidos AS r ON r.numero = l.numero AND r.ordem = l.ordem
  WHERE l.tipo IS NOT NULL
),
partes AS (
  SELECT
    numero, lugar, tipo, repetida,
    TRY_ELEMENT_AT(campos, 1) AS id_titulo,
    TRY_ELEMENT_AT(campos, 2) AS ordem,
    TRY_ELEMENT_AT(campos, 3) AS id_artista,
    TRY_ELEMENT_AT(campos, 4) AS papel,
    TRY_ELEMENT_AT(campos, 5) AS trabalho,
    TRY_ELEMENT_AT(campos, 6) AS personagem
  FROM divididas
),
lidos AS (
  SELECT
    numero,
    lugar AS ordem,
    repetida,
    TRY_CAST(CONCAT('1', SUBSTRING(id_artista, 3)) AS INT) AS pessoa,
    tipo,
    id_titulo,
    id_artista,
    CASE WHEN papel LIKE ' %' OR papel LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM papel), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(papel, CONCAT(CHR(92), 'N')), '') END AS papel,
    CASE WHEN trabalho LIKE ' %' OR trabalho LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM trabalho), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(trabalho, CONCAT(CHR(92), 'N')), '') END AS trabalho,
    -- What is escaped in JSON is out of the way, so that quotes are where a text begins or ends.
    CASE
      WHEN personagem LIKE '["%"]' THEN REPLACE(REPLACE(personagem, CONCAT(CHR(92), CHR(92)), CHR(2)), CONCAT(CHR(92), '"'), CHR(1))
    END AS nomes
  FROM partes
),
em_fila AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY numero, ordem
      ORDER BY pessoa, COALESCE(papel, ''), COALESCE(trabalho, ''), COALESCE(nomes, '')
    ) AS posicao
  FROM lidos
  WHERE repetida
),
todos AS (
  SELECT ordem, pessoa, tipo, id_titulo, id_artista, papel, trabalho, nomes
  FROM lidos
  WHERE NOT repetida
  UNION ALL
  SELECT ordem, pessoa, tipo, id_titulo, id_artista, papel, trabalho, nomes
  FROM em_fila
  WHERE posicao = 1
)
SELECT
  tipo, id_titulo, id_artista, pessoa, papel, ordem, trabalho,
  NULLIF(
    REPLACE(
      REPLACE(REPLACE(SUBSTRING(nomes, 3, LENGTH(nomes) - 4), '","', ' / '), CHR(1), '"'), CHR(2), CHR(92)
    ),
    ''
  ) AS personagem
FROM todos

WITH olhadas AS (
  SELECT
    origem,
    texto,
    STRPOS(texto, '	') AS fim,
    REGEXP_MATCHES(
      texto,
      '^tt([0-9]{7}|[1-9][0-9]{7,8})	(0|[1-9][0-9]?)	nm([0-9]{7}|[1-9][0-9]{7,8})	[^	]*	[^	]*	(|' || CHR(92) || CHR(92) || 'N|' || CHR(92) || '["[^	]*"' || CHR(92) || '])$'
    ) AS comum
  FROM fonte_imdb_title_principals
), numeradas AS (
  SELECT
    origem,
    texto,
    CASE WHEN comum THEN TRY_CAST('1' || SUBSTRING(texto, 3, fim - 3) AS INT) END AS numero,
    CASE WHEN comum THEN TRY_CAST(SUBSTRING(texto, fim + 1, 2) AS INT) END AS ordem
  FROM olhadas
), casas AS (
  SELECT
    *,
    numero >> 5 AS bloco,
    (
      numero & 31
    ) AS casa
  FROM numeradas
)
SELECT
  l.numero,
  l.ordem,
  l.texto LIKE '%"]' AS com_personagem,
  CASE WHEN l.numero IS NULL THEN l.origem END AS origem,
  CASE
    WHEN l.numero IS NULL
    OR COALESCE((
      (
        (
          m.filmes | m.series
        ) >> l.casa
      ) & 1
    ) = 1, FALSE)
    THEN l.texto
  END AS conteudo
FROM casas AS l
LEFT JOIN imdb_marcas AS m
  ON m.bloco = l.bloco

-- Made from trusted/imdb_creditos_vistos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What a look at each line of title.principals tells, if it is written as nearly all are: taking them apart costs more.
-- Of such lines there is a number, and the text of those of titles that are taken, to be taken apart where few are
-- left. Of others there is the text alone. The file stands on the left, since it is far longer than what it is joined
-- with.
WITH olhadas AS (
  SELECT
    origem,
    texto,
    INSTR(texto, '	') AS fim,
    -- The characters are null, or as `is_a_list` has them.
    texto RLIKE CONCAT(
      '^tt([0-9]{7}|[1-9][0-9]{7,8})	(0|[1-9][0-9]?)	nm([0-9]{7}|[1-9][0-9]{7,8})	[^	]*	[^	]*	(|', CHR(92), CHR(92), 'N|', CHR(92), '["[^	]*"', CHR(92), '])(?!(?s:.))'
    ) AS comum
  FROM fonte_imdb_title_principals
),
numeradas AS (
  SELECT
    origem,
    texto,
    CASE WHEN comum THEN TRY_CAST(CONCAT('1', SUBSTRING(texto, 3, fim - 3)) AS INT) END AS numero,
    -- A tab after the one digit is a blank, around which a number is read.
    CASE WHEN comum THEN TRY_CAST(SUBSTRING(texto, fim + 1, 2) AS INT) END AS ordem
  FROM olhadas
),
casas AS (
  SELECT *, SHIFTRIGHT(numero, 5) AS bloco, (numero & 31) AS casa
  FROM numeradas
)
SELECT
  l.numero,
  l.ordem,
  l.texto LIKE '%"]' AS com_personagem,
  CASE WHEN l.numero IS NULL THEN l.origem END AS origem,
  CASE WHEN l.numero IS NULL OR COALESCE(((SHIFTRIGHT((m.filmes | m.series), l.casa)) & 1) = 1, FALSE) THEN l.texto END AS conteudo
FROM casas AS l
LEFT JOIN imdb_marcas AS m ON m.bloco = l.bloco

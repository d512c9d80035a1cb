-- Made from trusted/contas_imdb_avaliacoes.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What became of the lines of title.ratings.
WITH contadas AS (
  SELECT
    COUNT(*) AS linhas,
    COUNT(l.motivo) AS rejeitadas,
    COUNT(CASE WHEN l.invalido_nota_media THEN 1 END) AS invalid_nota_media,
      COUNT(CASE WHEN l.invalido_numero_votos THEN 1 END) AS invalid_numero_votos,
      COUNT(CASE WHEN l.motivo IS NULL THEN l.nota_media END) AS valid_nota_media,
      COUNT(CASE WHEN l.motivo IS NULL THEN l.numero_votos END) AS valid_numero_votos
  FROM imdb_avaliacoes_lidas AS l
),
casas AS (
  SELECT SHIFTRIGHT(numero, 5) AS bloco, (numero & 31) AS casa
  FROM imdb_avaliacoes
),
situacoes AS (
  SELECT
    CASE
      WHEN COALESCE(((SHIFTRIGHT(m.filmes, casa)) & 1) = 1, FALSE) THEN 'filme'
      WHEN COALESCE(((SHIFTRIGHT(m.series, casa)) & 1) = 1, FALSE) THEN 'serie'
    END AS tipo,
    COALESCE(((SHIFTRIGHT(m.conhecidos, casa)) & 1) = 1, FALSE) AS conhecido
  FROM casas AS c
  LEFT JOIN imdb_marcas AS m ON m.bloco = c.bloco
),
avaliados AS (
  SELECT
    COUNT(*) AS quantos,
    COUNT(tipo) AS mantidas,
    COUNT(CASE WHEN tipo IS NULL AND conhecido THEN 1 END) AS de_outros,
    COUNT(CASE WHEN tipo IS NULL AND NOT conhecido THEN 1 END) AS sem_titulo
  FROM situacoes
)
SELECT
  c.linhas AS lines,
  a.mantidas AS kept,
  a.de_outros AS of_titles_left_out,
  a.sem_titulo AS without_title,
  c.linhas - c.rejeitadas - a.quantos AS duplicates,
  c.rejeitadas AS rejected,
  c.invalid_nota_media, c.valid_nota_media,
  c.invalid_numero_votos, c.valid_numero_votos
FROM contadas AS c
CROSS JOIN avaliados AS a

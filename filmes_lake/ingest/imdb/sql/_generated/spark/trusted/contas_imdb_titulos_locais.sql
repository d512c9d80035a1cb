-- Made from trusted/contas_imdb_titulos_locais.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What became of the lines of title.akas.
WITH situacoes AS (
  SELECT
    COALESCE(SUM(linhas), 0) AS linhas,
    COALESCE(SUM(lugares), 0) AS lugares,
    COALESCE(SUM(CASE WHEN tipo IS NOT NULL THEN lugares END), 0) AS mantidas,
    COALESCE(SUM(CASE WHEN tipo IS NULL AND conhecido THEN lugares END), 0) AS de_outros,
    COALESCE(SUM(CASE WHEN tipo IS NULL AND NOT conhecido THEN lugares END), 0) AS sem_titulo
  FROM imdb_titulos_locais_por_titulo
),
rejeitadas AS (
  SELECT COUNT(motivo) AS linhas
  FROM imdb_titulos_locais_lidos
),
contas AS (
  SELECT
    s.linhas + r.linhas AS lines,
    s.mantidas AS kept,
    s.de_outros AS of_titles_left_out,
    s.sem_titulo AS without_title,
    s.linhas - s.lugares AS duplicates,
    r.linhas AS rejected
  FROM situacoes AS s
  CROSS JOIN rejeitadas AS r
),
lidas AS (
  SELECT
    COUNT(CASE WHEN no_brasil THEN 1 END) AS do_brasil,
    COUNT(CASE WHEN invalido_original THEN 1 END) AS invalidos,
    COUNT(original) AS validos
  FROM imdb_titulos_locais_lidos
),
contadas AS (
  SELECT COALESCE(SUM(valid_original), 0) AS validos
  FROM imdb_titulos_locais_contados
)
SELECT
  c.*,
  l.do_brasil AS brazilian,
  l.invalidos AS invalid_original,
  l.validos + o.validos AS valid_original
FROM contas AS c
CROSS JOIN lidas AS l
CROSS JOIN contadas AS o

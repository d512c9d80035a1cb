-- Made from trusted/contas_imdb_creditos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What became of the lines of title.principals.
WITH situacoes AS (
  SELECT
    COALESCE(SUM(linhas), 0) AS linhas,
    COALESCE(SUM(lugares), 0) AS lugares,
    COALESCE(SUM(CASE WHEN tipo IS NOT NULL THEN lugares END), 0) AS mantidas,
    COALESCE(SUM(CASE WHEN tipo IS NULL AND conhecido THEN lugares END), 0) AS de_outros,
    COALESCE(SUM(CASE WHEN tipo IS NULL AND NOT conhecido THEN lugares END), 0) AS sem_titulo
  FROM imdb_creditos_por_titulo
),
rejeitadas AS (
  SELECT COUNT(motivo) AS linhas
  FROM imdb_creditos_lidos
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
    COUNT(CASE WHEN NOT personagem_valido THEN 1 END) AS invalidos,
    COUNT(CASE WHEN personagem_valido THEN 1 END) AS validos
  FROM imdb_creditos_lidos
),
contadas AS (
  SELECT COALESCE(SUM(valid_personagem), 0) AS validos
  FROM imdb_creditos_contados
),
sem_nome AS (
  SELECT COALESCE(SUM(principais), 0) AS linhas
  FROM imdb_sem_nome
)
SELECT
  c.*,
  s.linhas AS without_person,
  l.invalidos AS invalid_personagem,
  l.validos + o.validos AS valid_personagem
FROM contas AS c
CROSS JOIN sem_nome AS s
CROSS JOIN lidas AS l
CROSS JOIN contadas AS o

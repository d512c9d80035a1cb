WITH situacoes AS (
  SELECT
    COUNT(*) AS linhas,
    COUNT(motivo) AS rejeitadas,
    COUNT(CASE WHEN motivo IS NULL AND NOT tipo IS NULL THEN 1 END) AS mantidas,
    COUNT(CASE WHEN motivo IS NULL AND tipo IS NULL AND conhecido THEN 1 END) AS de_outros,
    COUNT(CASE WHEN motivo IS NULL AND tipo IS NULL AND NOT conhecido THEN 1 END) AS sem_titulo
  FROM imdb_equipes_lidas
), repetidas AS (
  SELECT
    COALESCE(SUM(linhas - 1), 0) AS linhas,
    COALESCE(SUM(CASE WHEN NOT tipo IS NULL THEN linhas - 1 END), 0) AS mantidas,
    COALESCE(SUM(CASE WHEN tipo IS NULL AND conhecido THEN linhas - 1 END), 0) AS de_outros,
    COALESCE(SUM(CASE WHEN tipo IS NULL AND NOT conhecido THEN linhas - 1 END), 0) AS sem_titulo
  FROM imdb_equipes_repetidas
), contas AS (
  SELECT
    s.linhas AS lines,
    s.mantidas - r.mantidas AS kept,
    s.de_outros - r.de_outros AS of_titles_left_out,
    s.sem_titulo - r.sem_titulo AS without_title,
    r.linhas AS duplicates,
    s.rejeitadas AS rejected
  FROM situacoes AS s
  CROSS JOIN repetidas AS r
), creditos_da_equipe AS (
  SELECT
    COUNT(*) AS quantos
  FROM imdb_creditos_da_equipe
)
SELECT
  c.*,
  e.quantos AS credits
FROM contas AS c
CROSS JOIN creditos_da_equipe AS e

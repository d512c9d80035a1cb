WITH lidas AS (
  SELECT
    COUNT(*) AS linhas,
    COUNT(motivo) AS rejeitadas,
    COUNT(CASE WHEN NOT personagem_valido THEN 1 END) AS invalidos,
    COUNT(CASE WHEN personagem_valido THEN 1 END) AS validos
  FROM imdb_creditos_lidos
), por_titulo AS (
  SELECT
    COALESCE(SUM(CASE WHEN NOT tipo IS NULL THEN linhas END), 0) AS mantidas,
    COALESCE(SUM(CASE WHEN tipo IS NULL AND conhecido THEN linhas END), 0) AS de_outros,
    COALESCE(SUM(CASE WHEN tipo IS NULL AND NOT conhecido THEN linhas END), 0) AS sem_titulo
  FROM imdb_creditos_por_titulo
), situacoes AS (
  SELECT
    l.linhas,
    l.rejeitadas,
    t.mantidas,
    t.de_outros,
    t.sem_titulo
  FROM lidas AS l
  CROSS JOIN por_titulo AS t
), repetidas AS (
  SELECT
    COALESCE(SUM(linhas - 1), 0) AS linhas,
    COALESCE(SUM(CASE WHEN NOT tipo IS NULL THEN linhas - 1 END), 0) AS mantidas,
    COALESCE(SUM(CASE WHEN tipo IS NULL AND conhecido THEN linhas - 1 END), 0) AS de_outros,
    COALESCE(SUM(CASE WHEN tipo IS NULL AND NOT conhecido THEN linhas - 1 END), 0) AS sem_titulo
  FROM imdb_creditos_repetidos
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
), sem_nome AS (
  SELECT
    COALESCE(SUM(principais), 0) AS linhas
  FROM imdb_sem_nome
)
SELECT
  c.*,
  s.linhas AS without_person,
  l.invalidos AS invalid_personagem,
  l.validos AS valid_personagem
FROM contas AS c
CROSS JOIN sem_nome AS s
CROSS JOIN lidas AS l

WITH situacoes AS (
  SELECT
    COUNT(*) AS linhas,
    COUNT(motivo) AS rejeitadas,
    COUNT(CASE WHEN motivo IS NULL AND NOT tipo IS NULL THEN 1 END) AS mantidas,
    COUNT(CASE WHEN motivo IS NULL AND tipo IS NULL AND conhecido THEN 1 END) AS de_outros,
    COUNT(CASE WHEN motivo IS NULL AND tipo IS NULL AND NOT conhecido THEN 1 END) AS sem_titulo
  FROM imdb_titulos_locais_lidos
), repetidas AS (
  SELECT
    COALESCE(SUM(linhas - 1), 0) AS linhas,
    COALESCE(SUM(CASE WHEN NOT tipo IS NULL THEN linhas - 1 END), 0) AS mantidas,
    COALESCE(SUM(CASE WHEN tipo IS NULL AND conhecido THEN linhas - 1 END), 0) AS de_outros,
    COALESCE(SUM(CASE WHEN tipo IS NULL AND NOT conhecido THEN linhas - 1 END), 0) AS sem_titulo
  FROM imdb_titulos_locais_repetidos
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
), valores AS (
  SELECT
    COUNT(CASE WHEN no_brasil THEN 1 END) AS do_brasil,
    COUNT(CASE WHEN invalido_original THEN 1 END) AS invalidos,
    COUNT(original) AS validos
  FROM imdb_titulos_locais_lidos
)
SELECT
  c.*,
  v.do_brasil AS brazilian,
  v.invalidos AS invalid_original,
  v.validos AS valid_original
FROM contas AS c
CROSS JOIN valores AS v

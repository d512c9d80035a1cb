-- Made from trusted/contas_imdb_pessoas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What became of the lines of name.basics.
WITH contadas AS (
  SELECT
    COUNT(*) AS linhas,
    COUNT(l.motivo) AS rejeitadas,
    COUNT(CASE WHEN l.creditada THEN 1 END) AS creditadas,
    COUNT(CASE WHEN l.invalido_ano_nascimento THEN 1 END) AS invalid_ano_nascimento,
      COUNT(CASE WHEN l.invalido_ano_falecimento THEN 1 END) AS invalid_ano_falecimento,
      COUNT(CASE WHEN l.motivo IS NULL THEN l.ano_nascimento END) AS valid_ano_nascimento,
      COUNT(CASE WHEN l.motivo IS NULL THEN l.ano_falecimento END) AS valid_ano_falecimento
  FROM imdb_pessoas_lidas AS l
),
repetidas AS (
  SELECT
    COALESCE(SUM(linhas - 1), 0) AS linhas,
    COALESCE(SUM(CASE WHEN creditada THEN linhas - 1 END), 0) AS creditadas
  FROM imdb_pessoas_repetidas
)
SELECT
  c.linhas AS lines,
  c.creditadas - r.creditadas AS kept,
  c.linhas - c.rejeitadas - c.creditadas - (r.linhas - r.creditadas) AS not_credited,
  r.linhas AS duplicates,
  c.rejeitadas AS rejected,
  c.invalid_ano_nascimento, c.valid_ano_nascimento,
  c.invalid_ano_falecimento, c.valid_ano_falecimento
FROM contadas AS c
CROSS JOIN repetidas AS r

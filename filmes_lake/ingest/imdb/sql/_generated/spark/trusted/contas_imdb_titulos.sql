-- Made from trusted/contas_imdb_titulos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What became of the lines of title.basics: an id is placed once, where its best line is.
WITH lugares AS (
  SELECT
    l.*,
    r.numero IS NOT NULL AS repetido
  FROM imdb_titulos_lidos AS l
  LEFT JOIN imdb_titulos_repetidos AS r ON r.numero = l.numero
),
contadas AS (
  SELECT
    COUNT(*) AS linhas,
    COUNT(l.motivo) AS rejeitadas,
    COUNT(CASE WHEN l.situacao = 'outro_tipo' AND NOT l.repetido THEN 1 END) AS outros_tipos,
    COUNT(CASE WHEN l.situacao = 'adulto' AND NOT l.repetido THEN 1 END) AS adultos,
    COUNT(CASE WHEN l.situacao = 'do_tipo' AND NOT l.repetido THEN 1 END) AS do_tipo,
    COUNT(CASE WHEN l.invalido_adulto THEN 1 END) AS invalid_adulto,
      COUNT(CASE WHEN l.invalido_ano_lancamento THEN 1 END) AS invalid_ano_lancamento,
      COUNT(CASE WHEN l.invalido_ano_termino THEN 1 END) AS invalid_ano_termino,
      COUNT(CASE WHEN l.invalido_tempo_minutos THEN 1 END) AS invalid_tempo_minutos,
      COUNT(CASE WHEN l.motivo IS NULL THEN l.adulto END) AS valid_adulto,
      COUNT(CASE WHEN l.motivo IS NULL THEN l.ano_lancamento END) AS valid_ano_lancamento,
      COUNT(CASE WHEN l.motivo IS NULL THEN l.ano_termino END) AS valid_ano_termino,
      COUNT(CASE WHEN l.motivo IS NULL THEN l.tempo_minutos END) AS valid_tempo_minutos
  FROM lugares AS l
),
repetidas AS (
  SELECT
    COALESCE(SUM(linhas - 1), 0) AS linhas,
    COUNT(CASE WHEN lugar = 3 THEN 1 END) AS outros_tipos,
    COUNT(CASE WHEN lugar = 2 THEN 1 END) AS adultos,
    COUNT(CASE WHEN lugar = 1 THEN 1 END) AS do_tipo
  FROM imdb_titulos_repetidos
),
mantidas AS (
  SELECT COUNT(*) AS quantos
  FROM imdb_titulos_do_tipo
)
SELECT
  c.linhas AS lines,
  m.quantos AS kept,
  c.outros_tipos + r.outros_tipos AS other_types,
  c.adultos + r.adultos AS adult,
  c.do_tipo + r.do_tipo - m.quantos AS too_few_votes,
  r.linhas AS duplicates,
  c.rejeitadas AS rejected,
  c.invalid_adulto, c.valid_adulto,
  c.invalid_ano_lancamento, c.valid_ano_lancamento,
  c.invalid_ano_termino, c.valid_ano_termino,
  c.invalid_tempo_minutos, c.valid_tempo_minutos
FROM contadas AS c
CROSS JOIN repetidas AS r
CROSS JOIN mantidas AS m

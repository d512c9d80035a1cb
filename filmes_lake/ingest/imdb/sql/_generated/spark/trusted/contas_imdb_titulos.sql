-- Made from trusted/contas_imdb_titulos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What became of the lines of title.basics: an id is placed once, where its best line is.
WITH situacoes AS (
  SELECT
    COALESCE(SUM(linhas), 0) AS linhas,
    COALESCE(SUM(BIT_COUNT(conhecidos)), 0) AS distintos,
    COALESCE(SUM(BIT_COUNT(conhecidos & ~do_tipo & ~adultos)), 0) AS outros_tipos,
    COALESCE(SUM(BIT_COUNT(adultos & ~do_tipo)), 0) AS adultos,
    COALESCE(SUM(BIT_COUNT(do_tipo)), 0) AS do_tipo
  FROM imdb_titulos_por_bloco
),
lidas AS (
  SELECT
    COUNT(l.motivo) AS rejeitadas,
    COUNT(CASE WHEN l.invalido_adulto THEN 1 END) AS invalid_adulto,
      COUNT(CASE WHEN l.invalido_ano_lancamento THEN 1 END) AS invalid_ano_lancamento,
      COUNT(CASE WHEN l.invalido_ano_termino THEN 1 END) AS invalid_ano_termino,
      COUNT(CASE WHEN l.invalido_tempo_minutos THEN 1 END) AS invalid_tempo_minutos,
      COUNT(CASE WHEN l.motivo IS NULL THEN l.adulto END) AS valid_adulto,
      COUNT(CASE WHEN l.motivo IS NULL THEN l.ano_lancamento END) AS valid_ano_lancamento,
      COUNT(CASE WHEN l.motivo IS NULL THEN l.ano_termino END) AS valid_ano_termino,
      COUNT(CASE WHEN l.motivo IS NULL THEN l.tempo_minutos END) AS valid_tempo_minutos
  FROM imdb_titulos_lidos AS l
),
contadas AS (
  SELECT
    COALESCE(SUM(valid_adulto), 0) AS valid_adulto,
    COALESCE(SUM(valid_ano_lancamento), 0) AS valid_ano_lancamento,
    COALESCE(SUM(valid_ano_termino), 0) AS valid_ano_termino,
    COALESCE(SUM(valid_tempo_minutos), 0) AS valid_tempo_minutos
  FROM imdb_titulos_contados
),
mantidas AS (
  SELECT COUNT(*) AS quantos
  FROM imdb_titulos_do_tipo
)
SELECT
  s.linhas + l.rejeitadas AS lines,
  m.quantos AS kept,
  s.outros_tipos AS other_types,
  s.adultos AS adult,
  s.do_tipo - m.quantos AS too_few_votes,
  s.linhas - s.distintos AS duplicates,
  l.rejeitadas AS rejected,
  l.invalid_adulto, l.valid_adulto + o.valid_adulto AS valid_adulto,
  l.invalid_ano_lancamento, l.valid_ano_lancamento + o.valid_ano_lancamento AS valid_ano_lancamento,
  l.invalid_ano_termino, l.valid_ano_termino + o.valid_ano_termino AS valid_ano_termino,
  l.invalid_tempo_minutos, l.valid_tempo_minutos + o.valid_tempo_minutos AS valid_tempo_minutos
FROM situacoes AS s
CROSS JOIN lidas AS l
CROSS JOIN contadas AS o
CROSS JOIN mantidas AS m

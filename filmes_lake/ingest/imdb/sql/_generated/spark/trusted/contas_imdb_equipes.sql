-- Made from trusted/contas_imdb_equipes.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What became of the lines of title.crew. A title has one.
WITH blocos AS (
  SELECT
    b.linhas,
    b.casas,
    COALESCE(m.filmes | m.series, 0) AS tomados,
    COALESCE(m.conhecidos, 0) AS conhecidos
  FROM imdb_equipes_por_bloco AS b
  LEFT JOIN imdb_marcas AS m ON m.bloco = b.bloco
),
situacoes AS (
  SELECT
    COALESCE(SUM(linhas), 0) AS linhas,
    COALESCE(SUM(BIT_COUNT(casas)), 0) AS distintos,
    COALESCE(SUM(BIT_COUNT(casas & tomados)), 0) AS mantidas,
    COALESCE(SUM(BIT_COUNT(casas & conhecidos & ~tomados)), 0) AS de_outros,
    COALESCE(SUM(BIT_COUNT(casas & ~conhecidos)), 0) AS sem_titulo
  FROM blocos
),
lidas AS (
  SELECT COUNT(motivo) AS rejeitadas
  FROM imdb_equipes_lidas
),
creditos_da_equipe AS (
  SELECT COUNT(*) AS quantos
  FROM imdb_creditos_da_equipe
)
SELECT
  s.linhas + l.rejeitadas AS lines,
  s.mantidas AS kept,
  s.de_outros AS of_titles_left_out,
  s.sem_titulo AS without_title,
  s.linhas - s.distintos AS duplicates,
  l.rejeitadas AS rejected,
  e.quantos AS credits
FROM situacoes AS s
CROSS JOIN lidas AS l
CROSS JOIN creditos_da_equipe AS e

-- Made from trusted/imdb_titulos_do_tipo.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- The titles of the types that are taken, with votes enough, each once: where two lines of one disagree, as elected.
WITH variantes_do_tipo AS (
  SELECT
    l.numero,
    l.id_titulo,
    l.tipo_imdb,
    l.titulo_principal,
    l.titulo_original,
    l.adulto,
    l.ano_lancamento,
    l.ano_termino,
    l.tempo_minutos,
    l.generos,
    1 AS linhas
  FROM imdb_titulos_lidos AS l
  LEFT JOIN imdb_avaliacoes AS a ON a.numero = l.numero
  WHERE l.situacao = 'do_tipo' AND COALESCE(a.numero_votos, 0) >= l.votos_minimos
),
em_conflito AS (
  SELECT v.id_titulo
  FROM variantes_do_tipo AS v
  LEFT SEMI JOIN imdb_titulos_repetidos AS r ON r.numero = v.numero
  GROUP BY v.id_titulo
),
eleitos_do_tipo AS (
  WITH votos AS (
    SELECT
      v.id_titulo,
      v.tipo_imdb,
      v.titulo_principal,
      v.titulo_original,
      v.adulto,
      v.ano_lancamento,
      v.ano_termino,
      v.tempo_minutos,
      v.generos,
      SUM(v.linhas) AS votos
    FROM variantes_do_tipo AS v
    LEFT SEMI JOIN em_conflito AS c ON c.id_titulo = v.id_titulo
    GROUP BY GROUPING SETS (
      (v.id_titulo, v.tipo_imdb),
      (v.id_titulo, v.titulo_principal),
      (v.id_titulo, v.titulo_original),
      (v.id_titulo, v.adulto),
      (v.id_titulo, v.ano_lancamento),
      (v.id_titulo, v.ano_termino),
      (v.id_titulo, v.tempo_minutos),
      (v.id_titulo, v.generos)
    )
  ),
  -- The greatest pair of votes and value: most lines first, then the greatest value. A null has no vote, and where
  -- another column is voted on there is nothing but nulls.
  eleitos AS (
    SELECT
      id_titulo,
      MAX(CASE WHEN tipo_imdb IS NOT NULL THEN STRUCT(votos, tipo_imdb AS valor) END) AS tipo_imdb,
      MAX(CASE WHEN titulo_principal IS NOT NULL THEN STRUCT(votos, titulo_principal AS valor) END) AS titulo_principal,
      MAX(CASE WHEN titulo_original IS NOT NULL THEN STRUCT(votos, titulo_original AS valor) END) AS titulo_original,
      MAX(CASE WHEN adulto IS NOT NULL THEN STRUCT(votos, adulto AS valor) END) AS adulto,
      MAX(CASE WHEN ano_lancamento IS NOT NULL THEN STRUCT(votos, ano_lancamento AS valor) END) AS ano_lancamento,
      MAX(CASE WHEN ano_termino IS NOT NULL THEN STRUCT(votos, ano_termino AS valor) END) AS ano_termino,
      MAX(CASE WHEN tempo_minutos IS NOT NULL THEN STRUCT(votos, tempo_minutos AS valor) END) AS tempo_minutos,
      MAX(CASE WHEN generos IS NOT NULL THEN STRUCT(votos, generos AS valor) END) AS generos
    FROM votos
    GROUP BY id_titulo
  )
  SELECT
    id_titulo,
    tipo_imdb.valor AS tipo_imdb,
    titulo_principal.valor AS titulo_principal,
    titulo_original.valor AS titulo_original,
    adulto.valor AS adulto,
    ano_lancamento.valor AS ano_lancamento,
    ano_termino.valor AS ano_termino,
    tempo_minutos.valor AS tempo_minutos,
    generos.valor AS generos
  FROM eleitos
)
SELECT
  v.id_titulo,
  v.tipo_imdb,
  v.titulo_principal,
  v.titulo_original,
  v.adulto,
  v.ano_lancamento,
  v.ano_termino,
  v.tempo_minutos,
  v.generos
FROM variantes_do_tipo AS v
LEFT ANTI JOIN em_conflito AS c ON c.id_titulo = v.id_titulo
UNION ALL
SELECT
  id_titulo,
  tipo_imdb,
  titulo_principal,
  titulo_original,
  adulto,
  ano_lancamento,
  ano_termino,
  tempo_minutos,
  generos
FROM eleitos_do_tipo

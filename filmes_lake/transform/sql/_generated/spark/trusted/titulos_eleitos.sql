-- Made from trusted/titulos_eleitos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- The titles whose lines disagree, each column put to the vote of the lines.
WITH votos AS (
  SELECT
    v.tipo,
    v.id_titulo,
    v.titulo_principal,
    v.titulo_original,
    v.ano_lancamento,
    v.ano_termino,
    v.tempo_minutos,
    v.generos,
    v.nota_media,
    v.numero_votos,
    SUM(v.linhas) AS votos
  FROM variantes AS v
  LEFT SEMI JOIN titulos_em_conflito AS c ON c.tipo = v.tipo AND c.id_titulo = v.id_titulo
  GROUP BY GROUPING SETS (
    (v.tipo, v.id_titulo, v.titulo_principal),
    (v.tipo, v.id_titulo, v.titulo_original),
    (v.tipo, v.id_titulo, v.ano_lancamento),
    (v.tipo, v.id_titulo, v.ano_termino),
    (v.tipo, v.id_titulo, v.tempo_minutos),
    (v.tipo, v.id_titulo, v.generos),
    (v.tipo, v.id_titulo, v.nota_media),
    (v.tipo, v.id_titulo, v.numero_votos)
  )
),
-- The greatest pair of votes and value: most lines first, then the greatest value. A null has no vote, and where
-- another column is voted on there is nothing but nulls.
eleitos AS (
  SELECT
    tipo,
    id_titulo,
    MAX(CASE WHEN titulo_principal IS NOT NULL THEN STRUCT(votos, titulo_principal AS valor) END) AS titulo_principal,
    MAX(CASE WHEN titulo_original IS NOT NULL THEN STRUCT(votos, titulo_original AS valor) END) AS titulo_original,
    MAX(CASE WHEN ano_lancamento IS NOT NULL THEN STRUCT(votos, ano_lancamento AS valor) END) AS ano_lancamento,
    MAX(CASE WHEN ano_termino IS NOT NULL THEN STRUCT(votos, ano_termino AS valor) END) AS ano_termino,
    MAX(CASE WHEN tempo_minutos IS NOT NULL THEN STRUCT(votos, tempo_minutos AS valor) END) AS tempo_minutos,
    MAX(CASE WHEN generos IS NOT NULL THEN STRUCT(votos, generos AS valor) END) AS generos,
    MAX(CASE WHEN nota_media IS NOT NULL THEN STRUCT(votos, nota_media AS valor) END) AS nota_media,
    MAX(CASE WHEN numero_votos IS NOT NULL THEN STRUCT(votos, numero_votos AS valor) END) AS numero_votos
  FROM votos
  GROUP BY tipo, id_titulo
)
SELECT
  tipo,
  id_titulo,
  titulo_principal.valor AS titulo_principal,
  titulo_original.valor AS titulo_original,
  ano_lancamento.valor AS ano_lancamento,
  ano_termino.valor AS ano_termino,
  tempo_minutos.valor AS tempo_minutos,
  generos.valor AS generos,
  nota_media.valor AS nota_media,
  numero_votos.valor AS numero_votos
FROM eleitos

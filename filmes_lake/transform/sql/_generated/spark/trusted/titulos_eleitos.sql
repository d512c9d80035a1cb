-- Made from trusted/titulos_eleitos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- The titles whose lines disagree, each column put to the vote of the lines.
WITH votos AS (
  SELECT
    v.*,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.titulo_principal) AS v_titulo_principal,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.titulo_original) AS v_titulo_original,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.ano_lancamento) AS v_ano_lancamento,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.ano_termino) AS v_ano_termino,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.tempo_minutos) AS v_tempo_minutos,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.generos) AS v_generos,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.nota_media) AS v_nota_media,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.numero_votos) AS v_numero_votos
  FROM variantes AS v
  LEFT SEMI JOIN titulos_em_conflito AS c ON c.tipo = v.tipo AND c.id_titulo = v.id_titulo
),
-- The greatest pair of votes and value: most lines first, then the greatest value. A null has no vote.
eleitos AS (
  SELECT
    tipo,
    id_titulo,
    MAX(CASE WHEN titulo_principal IS NOT NULL THEN STRUCT(v_titulo_principal AS votos, titulo_principal AS valor) END) AS titulo_principal,
    MAX(CASE WHEN titulo_original IS NOT NULL THEN STRUCT(v_titulo_original AS votos, titulo_original AS valor) END) AS titulo_original,
    MAX(CASE WHEN ano_lancamento IS NOT NULL THEN STRUCT(v_ano_lancamento AS votos, ano_lancamento AS valor) END) AS ano_lancamento,
    MAX(CASE WHEN ano_termino IS NOT NULL THEN STRUCT(v_ano_termino AS votos, ano_termino AS valor) END) AS ano_termino,
    MAX(CASE WHEN tempo_minutos IS NOT NULL THEN STRUCT(v_tempo_minutos AS votos, tempo_minutos AS valor) END) AS tempo_minutos,
    MAX(CASE WHEN generos IS NOT NULL THEN STRUCT(v_generos AS votos, generos AS valor) END) AS generos,
    MAX(CASE WHEN nota_media IS NOT NULL THEN STRUCT(v_nota_media AS votos, nota_media AS valor) END) AS nota_media,
    MAX(CASE WHEN numero_votos IS NOT NULL THEN STRUCT(v_numero_votos AS votos, numero_votos AS valor) END) AS numero_votos
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

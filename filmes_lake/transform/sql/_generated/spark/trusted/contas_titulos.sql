-- Made from trusted/contas_titulos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- Titles whose lines disagree, lines that tell of titles, and what they say that was not of its column's type or range.
WITH distintas AS (
  SELECT v.tipo, v.id_titulo, v.titulo_principal, v.titulo_original, v.ano_lancamento, v.ano_termino, v.tempo_minutos, v.generos, v.nota_media, v.numero_votos
  FROM variantes AS v
  LEFT SEMI JOIN titulos_em_conflito AS c ON c.tipo = v.tipo AND c.id_titulo = v.id_titulo
  GROUP BY v.tipo, v.id_titulo, v.titulo_principal, v.titulo_original, v.ano_lancamento, v.ano_termino, v.tempo_minutos, v.generos, v.nota_media, v.numero_votos
),
-- What is written in two ways may be the same when it is typed.
discordantes AS (
  SELECT tipo, id_titulo
  FROM distintas
  GROUP BY tipo, id_titulo
  HAVING COUNT(*) > 1
)
SELECT
  v.tipo,
  COUNT(DISTINCT d.id_titulo) AS titles_in_conflict,
  SUM(v.linhas) AS lines_taken,
  SUM(v.invalidos_ano_lancamento) AS invalid_ano_lancamento,
  SUM(v.invalidos_ano_termino) AS invalid_ano_termino,
  SUM(v.invalidos_tempo_minutos) AS invalid_tempo_minutos,
  SUM(v.invalidos_nota_media) AS invalid_nota_media,
  SUM(v.invalidos_numero_votos) AS invalid_numero_votos,
  SUM(CASE WHEN v.ano_lancamento IS NOT NULL THEN v.linhas ELSE 0 END) AS valid_ano_lancamento,
  SUM(CASE WHEN v.ano_termino IS NOT NULL THEN v.linhas ELSE 0 END) AS valid_ano_termino,
  SUM(CASE WHEN v.tempo_minutos IS NOT NULL THEN v.linhas ELSE 0 END) AS valid_tempo_minutos,
  SUM(CASE WHEN v.nota_media IS NOT NULL THEN v.linhas ELSE 0 END) AS valid_nota_media,
  SUM(CASE WHEN v.numero_votos IS NOT NULL THEN v.linhas ELSE 0 END) AS valid_numero_votos
FROM variantes AS v
LEFT JOIN discordantes AS d ON d.tipo = v.tipo AND d.id_titulo = v.id_titulo
GROUP BY v.tipo

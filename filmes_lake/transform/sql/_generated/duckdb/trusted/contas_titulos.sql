WITH distintas AS (
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
    v.numero_votos
  FROM variantes AS v
  SEMI JOIN titulos_em_conflito AS c
    ON c.tipo = v.tipo AND c.id_titulo = v.id_titulo
  GROUP BY
    v.tipo,
    v.id_titulo,
    v.titulo_principal,
    v.titulo_original,
    v.ano_lancamento,
    v.ano_termino,
    v.tempo_minutos,
    v.generos,
    v.nota_media,
    v.numero_votos
), discordantes AS (
  SELECT
    tipo,
    id_titulo
  FROM distintas
  GROUP BY
    tipo,
    id_titulo
  HAVING
    COUNT(*) > 1
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
  SUM(CASE WHEN NOT v.ano_lancamento IS NULL THEN v.linhas ELSE 0 END) AS valid_ano_lancamento,
  SUM(CASE WHEN NOT v.ano_termino IS NULL THEN v.linhas ELSE 0 END) AS valid_ano_termino,
  SUM(CASE WHEN NOT v.tempo_minutos IS NULL THEN v.linhas ELSE 0 END) AS valid_tempo_minutos,
  SUM(CASE WHEN NOT v.nota_media IS NULL THEN v.linhas ELSE 0 END) AS valid_nota_media,
  SUM(CASE WHEN NOT v.numero_votos IS NULL THEN v.linhas ELSE 0 END) AS valid_numero_votos
FROM variantes AS v
LEFT JOIN discordantes AS d
  ON d.tipo = v.tipo AND d.id_titulo = v.id_titulo
GROUP BY
  v.tipo

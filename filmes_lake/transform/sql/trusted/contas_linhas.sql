-- Lines that speak of a title.
SELECT
  tipo,
  SUM(linhas) AS accepted,
  SUM(invalidos_ano_lancamento) AS invalid_ano_lancamento,
  SUM(invalidos_ano_termino) AS invalid_ano_termino,
  SUM(invalidos_tempo_minutos) AS invalid_tempo_minutos,
  SUM(invalidos_nota_media) AS invalid_nota_media,
  SUM(invalidos_numero_votos) AS invalid_numero_votos
FROM variantes
GROUP BY tipo

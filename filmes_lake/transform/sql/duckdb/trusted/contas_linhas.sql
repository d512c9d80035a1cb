SELECT
  tipo,
  COUNT(*) AS lines,
  COUNT(CASE WHEN motivo IS NULL AND nome_artista IS NULL THEN 1 END) AS without_artist,
  COUNT(motivo) AS rejected,
  COUNT(CASE WHEN motivo IS NULL AND invalido_ano_lancamento THEN 1 END) AS invalid_ano_lancamento,
  COUNT(CASE WHEN motivo IS NULL AND invalido_ano_termino THEN 1 END) AS invalid_ano_termino,
  COUNT(CASE WHEN motivo IS NULL AND invalido_tempo_minutos THEN 1 END) AS invalid_tempo_minutos,
  COUNT(CASE WHEN motivo IS NULL AND invalido_nota_media THEN 1 END) AS invalid_nota_media,
  COUNT(CASE WHEN motivo IS NULL AND invalido_numero_votos THEN 1 END) AS invalid_numero_votos,
  COUNT(CASE WHEN motivo IS NULL AND invalido_ano_nascimento THEN 1 END) AS invalid_ano_nascimento,
  COUNT(CASE WHEN motivo IS NULL AND invalido_ano_falecimento THEN 1 END) AS invalid_ano_falecimento
FROM linhas
GROUP BY
  tipo

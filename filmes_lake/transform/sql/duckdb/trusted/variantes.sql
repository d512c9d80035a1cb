SELECT
  tipo,
  id_titulo,
  titulo_principal,
  titulo_original,
  ano_lancamento,
  ano_termino,
  tempo_minutos,
  generos,
  nota_media,
  numero_votos,
  COUNT(*) AS linhas,
  COUNT(CASE WHEN invalido_ano_lancamento THEN 1 END) AS invalidos_ano_lancamento,
  COUNT(CASE WHEN invalido_ano_termino THEN 1 END) AS invalidos_ano_termino,
  COUNT(CASE WHEN invalido_tempo_minutos THEN 1 END) AS invalidos_tempo_minutos,
  COUNT(CASE WHEN invalido_nota_media THEN 1 END) AS invalidos_nota_media,
  COUNT(CASE WHEN invalido_numero_votos THEN 1 END) AS invalidos_numero_votos
FROM linhas
WHERE
  motivo IS NULL
GROUP BY
  tipo,
  id_titulo,
  titulo_principal,
  titulo_original,
  ano_lancamento,
  ano_termino,
  tempo_minutos,
  generos,
  nota_media,
  numero_votos

-- What the lines of a title say of it, each distinct statement once, with the number of lines that make it.
SELECT
  tipo, id_titulo,
  titulo_principal, titulo_original, ano_lancamento, ano_termino,
  tempo_minutos, generos, nota_media, numero_votos,
  COUNT(*) AS linhas
FROM linhas
WHERE motivo IS NULL
GROUP BY
  tipo, id_titulo,
  titulo_principal, titulo_original, ano_lancamento, ano_termino,
  tempo_minutos, generos, nota_media, numero_votos

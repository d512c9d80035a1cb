SELECT
  CAST(t.id_titulo AS STRING) AS id_serie,
  CAST(m.id_tmdb AS BIGINT) AS id_tmdb,
  CAST(t.titulo_principal AS STRING) AS titulo_principal,
  CAST(t.titulo_original AS STRING) AS titulo_original,
  CAST(t.ano_lancamento AS INT) AS ano_lancamento,
  CAST(t.ano_termino AS INT) AS ano_termino,
  CAST(COALESCE(t.tempo_minutos, m.tempo_minutos) AS INT) AS tempo_minutos,
  CAST(m.idioma AS STRING) AS idioma,
  CAST(t.titulo_br AS STRING) AS titulo_br
FROM titulos AS t
LEFT JOIN tmdb_series AS m ON m.id_titulo = t.id_titulo
WHERE t.tipo = 'serie'
ORDER BY LENGTH(id_serie), id_serie

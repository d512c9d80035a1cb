SELECT
  TRY_CAST(t.id_titulo AS TEXT) AS id_filme,
  TRY_CAST(m.id_tmdb AS BIGINT) AS id_tmdb,
  TRY_CAST(t.titulo_principal AS TEXT) AS titulo_principal,
  TRY_CAST(t.titulo_original AS TEXT) AS titulo_original,
  TRY_CAST(t.ano_lancamento AS INT) AS ano_lancamento,
  TRY_CAST(COALESCE(t.tempo_minutos, m.tempo_minutos) AS INT) AS tempo_minutos,
  TRY_CAST(m.idioma AS TEXT) AS idioma,
  TRY_CAST(m.colecao AS TEXT) AS colecao
FROM titulos AS t
LEFT JOIN tmdb_filmes AS m
  ON m.id_titulo = t.id_titulo
WHERE
  t.tipo = 'filme'
ORDER BY
  id_filme NULLS FIRST

SELECT
  CAST(t.id_titulo AS TEXT) AS id_filme,
  CAST(m.id_tmdb AS BIGINT) AS id_tmdb,
  CAST(t.titulo_principal AS TEXT) AS titulo_principal,
  CAST(t.titulo_original AS TEXT) AS titulo_original,
  CAST(t.ano_lancamento AS INT) AS ano_lancamento,
  CAST(COALESCE(t.tempo_minutos, m.tempo_minutos) AS INT) AS tempo_minutos,
  CAST(m.idioma AS TEXT) AS idioma,
  CAST(m.colecao AS TEXT) AS colecao,
  CAST(COALESCE(t.adulto OR m.adulto, t.adulto, m.adulto) AS BOOLEAN) AS adulto,
  CAST(m.video AS BOOLEAN) AS video,
  CAST(t.titulo_br AS TEXT) AS titulo_br
FROM titulos AS t
LEFT JOIN tmdb_filmes AS m
  ON m.id_titulo = t.id_titulo
WHERE
  t.tipo = 'filme'
ORDER BY
  LENGTH(id_filme) NULLS FIRST,
  id_filme NULLS FIRST

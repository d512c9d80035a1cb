SELECT
  tipo,
  id_titulo,
  papel,
  id_artista
FROM creditos
GROUP BY
  tipo,
  id_titulo,
  papel,
  id_artista

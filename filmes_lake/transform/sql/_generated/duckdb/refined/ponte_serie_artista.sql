SELECT
  CAST(id_titulo AS TEXT) AS id_serie,
  CAST(id_artista AS TEXT) AS id_artista,
  CAST(papel AS TEXT) AS papel
FROM creditos
WHERE
  tipo = 'serie'
GROUP BY
  id_titulo,
  id_artista,
  papel
ORDER BY
  LENGTH(id_serie) NULLS FIRST,
  id_serie NULLS FIRST,
  id_artista NULLS FIRST,
  papel NULLS FIRST

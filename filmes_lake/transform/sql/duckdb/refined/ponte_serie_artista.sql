SELECT
  TRY_CAST(id_titulo AS TEXT) AS id_serie,
  TRY_CAST(id_artista AS TEXT) AS id_artista,
  TRY_CAST(papel AS TEXT) AS papel
FROM artistas_creditados
WHERE
  tipo = 'serie'
ORDER BY
  id_serie NULLS FIRST,
  id_artista NULLS FIRST
